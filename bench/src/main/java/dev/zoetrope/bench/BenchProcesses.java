package dev.zoetrope.bench;

import dev.zoetrope.bench.conv.ConvRun;
import dev.zoetrope.files.FileTree;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Starts the JVMs of a plan one after another, tells how far they are, and keeps their output. */
final class BenchProcesses {

  private static final boolean TERMINAL = Boolean.getBoolean("zoetrope.terminal");

  /** What {@code ./zoetrope record} sets, so that tensors are not given back to the kernel. */
  private static final Map<String, String> KEEP_MEMORY =
      Map.of(
          "MALLOC_TRIM_THRESHOLD_", "4294967296",
          "MALLOC_TOP_PAD_", "268435456",
          "MALLOC_MMAP_THRESHOLD_", "4294967296");

  private final List<BenchTask> tasks;
  private final Path home;
  private final Path directory;
  private final List<String> leftOut;
  private final PrintWriter out;
  private final Map<String, String> engines = new TreeMap<>();
  private final long begin = System.nanoTime();

  BenchProcesses(
      List<BenchTask> tasks, Path home, Path directory, List<String> leftOut, PrintWriter out) {
    this.tasks = tasks;
    this.home = home;
    this.directory = directory;
    this.leftOut = leftOut;
    this.out = out;
  }

  /** Returns what the engines said of themselves. */
  Map<String, String> engines() {
    return engines;
  }

  void runAll() throws IOException, InterruptedException {
    Path recordings = Files.createTempDirectory("zoetrope-bench");
    try {
      long left = tasks.stream().mapToLong(BenchTask::seconds).sum();
      for (int i = 0; i < tasks.size(); i++) {
        BenchTask task = tasks.get(i);
        out.printf(
            "[%d/%d] %s, about %s; %s left%n",
            i + 1, tasks.size(), task.name(), duration(task.seconds()), duration(left));
        out.flush();
        run(task, recordings);
        left -= task.seconds();
      }
      out.printf("took %s%n", duration((System.nanoTime() - begin) / 1_000_000_000));
    } finally {
      FileTree.delete(recordings);
    }
  }

  private void run(BenchTask task, Path recordings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx2g",
            "-Dai.djl.offline=true",
            "-DOPT_OUT_TRACKING=true",
            "-D" + SyntheticRecordings.DIRECTORY + "=" + recordings));
    command.addAll(task.options());
    command.addAll(List.of("-cp", classPath(task), task.main().getName()));
    command.addAll(task.arguments());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("OMP_NUM_THREADS", "" + task.threads()));
    KEEP_MEMORY.forEach(
        (name, value) -> {
          builder.environment().remove(name);
          if (task.keepMemory()) {
            builder.environment().put(name, value);
          }
        });
    Process process = builder.start();
    Thread stop = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stop);
    Path log = directory.resolve(task.name() + ".log");
    try (BufferedReader lines = process.inputReader();
        PrintWriter kept = new PrintWriter(Files.newBufferedWriter(log))) {
      lines.lines().forEach(line -> hear(task, line, kept));
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(stop);
    if (code != 0) {
      leaveOut(task.name() + ", which ended with code " + code + "; see " + log.getFileName());
    }
  }

  /** The engine's own libraries, and what the jar's manifest names. */
  private String classPath(BenchTask task) {
    String jar = home.resolve("benchmarks.jar").toString();
    return task.engine().isEmpty()
        ? jar
        : jar + File.pathSeparator + home.resolve("engines").resolve(task.engine()) + "/*";
  }

  private void hear(BenchTask task, String line, PrintWriter log) {
    log.println(line);
    if (line.startsWith(ConvRun.ENGINE_LINE)) {
      engines.putIfAbsent(task.engine(), line.substring(ConvRun.ENGINE_LINE.length()));
    } else if (line.startsWith(ConvRun.LEFT_OUT_LINE)) {
      leaveOut(task.name() + ": " + line.substring(ConvRun.LEFT_OUT_LINE.length()));
    } else if (line.startsWith("# Run progress") || line.startsWith("round ")) {
      showProgress(line);
    }
  }

  private void showProgress(String line) {
    if (TERMINAL) {
      out.print("\r\u001b[K  " + line.replace("# ", "") + "\r");
      out.flush();
    }
  }

  private void leaveOut(String line) {
    leftOut.add(line);
    out.println("left out: " + line);
  }

  /** Returns minutes and seconds, as in {@code 1:05}. */
  static String duration(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
