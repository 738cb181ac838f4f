/**
 * Benchmarks: convolutions across engines, what a training step and its recording cost, how fast
 * recordings are written, read and drawn. {@link dev.zoetrope.bench.Bench} runs them all, each in a
 * JVM of its own, and writes the report.
 */
package dev.zoetrope.bench;
