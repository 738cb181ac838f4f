/**
 * Files that appear whole or not at all.
 *
 * <p>Whatever writes a file goes through here. Uses nothing but the JDK. Not exported.
 */
package dev.zoetrope.files;
