/** Runs the programs of {@code docs/examples}, which the build compiles with the tests. */
package dev.zoetrope.examples;
