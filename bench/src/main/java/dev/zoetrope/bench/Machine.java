package dev.zoetrope.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a report is about: figures of another machine are other figures.
 *
 * @param cpu the processor's name
 * @param cores how many of it there are for this process
 * @param memoryBytes of the machine
 * @param system name and version of the operating system
 * @param jdk vendor and version of Java
 */
record Machine(String cpu, int cores, long memoryBytes, String system, String jdk) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Machine here() throws IOException {
    return new Machine(
        cpuName(),
        Runtime.getRuntime().availableProcessors(),
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
  }

  private static String cpuName() throws IOException {
    if (!Files.exists(CPU_INFO)) {
      return System.getProperty("os.arch");
    }
    return Files.readAllLines(CPU_INFO).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** Returns processor and Java in letters that any file system takes, as in amd-epyc-jdk17. */
  String slug() {
    String name = cpu.toLowerCase(Locale.ROOT).replaceAll("\\(r\\)|\\(tm\\)", "");
    return name.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "")
        + "-jdk"
        + Runtime.version().feature();
  }
}
