/** The network of the article that Zoetrope comes from, for images of any size divisible by 4. */
package dev.zoetrope.network;
