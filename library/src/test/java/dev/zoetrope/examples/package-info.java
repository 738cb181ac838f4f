/**
 * Programs that use the library, as its users would write them. The tests run them, and {@code
 * docs/GUIDE.md} quotes the parts between {@code // guide: NAME} and {@code // end}.
 */
package dev.zoetrope.examples;
