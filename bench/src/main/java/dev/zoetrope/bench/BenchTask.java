package dev.zoetrope.bench;

import java.util.List;

/**
 * One JVM to start.
 *
 * @param name of its files, and in messages
 * @param engine whose folder goes onto the class path, or an empty string
 * @param threads of the engine
 * @param keepMemory whether glibc is told to keep freed memory, as {@code ./zoetrope record} does
 * @param options of the JVM
 * @param main the class to start
 * @param arguments of its main method
 * @param seconds it is expected to take
 */
record BenchTask(
    String name,
    String engine,
    int threads,
    boolean keepMemory,
    List<String> options,
    Class<?> main,
    List<String> arguments,
    int seconds) {}
