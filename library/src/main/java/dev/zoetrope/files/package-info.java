/**
 * Files that appear completely or not at all.
 *
 * <p>All code that writes files uses this package. It uses only the JDK and is not exported.
 */
package dev.zoetrope.files;
