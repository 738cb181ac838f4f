/**
 * Benchmarks: what recording costs a training run, and how fast recordings are written and read.
 */
package dev.zoetrope.bench;
