/**
 * The command line: {@code zoetrope record | export | info | verify | pack}.
 *
 * <p>Commands parse, call the library, and print. Only {@code record} touches the training
 * packages, and with them DJL; everything else runs without it.
 */
package dev.zoetrope.cli;
