/** The bundled network, from the article on which Zoetrope is based. */
package dev.zoetrope.network;
