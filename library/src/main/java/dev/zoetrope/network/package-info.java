/** The network of the article that Zoetrope comes from. */
package dev.zoetrope.network;
