package dev.zoetrope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel counts of this process, on Linux; zeros elsewhere.
 *
 * @param minorFaults pages handed to the process without a disk
 * @param userMillis processor time of all threads in the program
 * @param systemMillis processor time of all threads in the kernel
 */
record ProcessCounters(long minorFaults, long userMillis, long systemMillis) {

  private static final Path STAT = Path.of("/proc/self/stat");

  /** The unit of times in /proc, which has been the same on every Linux for decades. */
  private static final long TICKS_PER_SECOND = 100;

  static ProcessCounters now() throws IOException {
    if (!Files.exists(STAT)) {
      return new ProcessCounters(0, 0, 0);
    }
    // Fields are counted from after the name, which may contain anything but ends with the last ).
    String stat = Files.readString(STAT);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessCounters(
        Long.parseLong(fields[7]),
        Long.parseLong(fields[11]) * 1000 / TICKS_PER_SECOND,
        Long.parseLong(fields[12]) * 1000 / TICKS_PER_SECOND);
  }

  ProcessCounters since(ProcessCounters earlier) {
    return new ProcessCounters(
        minorFaults - earlier.minorFaults,
        userMillis - earlier.userMillis,
        systemMillis - earlier.systemMillis);
  }
}
