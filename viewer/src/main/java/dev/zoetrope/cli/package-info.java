/**
 * The command line: {@code zoetrope record | play | export | info | verify | pack}.
 *
 * <p>Commands parse, call the library, and print. Only {@code record} uses the training packages,
 * and so DJL; all other commands run without DJL.
 */
package dev.zoetrope.cli;
