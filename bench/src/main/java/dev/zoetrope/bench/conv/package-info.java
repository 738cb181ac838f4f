/**
 * Throughput of one convolution in each engine. Every engine is asked for the same operation,
 * without a bias, in the layout that it prefers; {@link dev.zoetrope.bench.conv.ReferenceConv} says
 * what is right. Classes of an engine that is not on the class path are never loaded.
 */
package dev.zoetrope.bench.conv;
