package dev.zoetrope.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs the command line in a separate process, as users do. */
final class Cli {

  /** Uses the settings of the tests, not those of the user who runs them. */
  private static final String PREFERENCES =
      "-Djava.util.prefs.userRoot=" + System.getProperty("java.util.prefs.userRoot");

  /** As the launcher does; later Java versions warn without it. */
  static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private Cli() {}

  /**
   * The result of a command.
   *
   * @param code the exit code
   * @param out its standard output
   * @param err its standard error
   */
  record Outcome(int code, String out, String err) {

    /** Returns the last line of standard error. */
    String lastError() {
      List<String> lines = err.strip().lines().toList();
      return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }
  }

  /** Runs with everything on the class path. */
  static Outcome run(Path directory, String... arguments) throws Exception {
    return finish(start(directory, true, List.of(), arguments));
  }

  /** Runs with JVM options, such as {@code -Xmx64m}; the last one of a kind counts. */
  static Outcome runWith(List<String> options, Path directory, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", NATIVE_ACCESS, PREFERENCES, "-cp", classPath(true)));
    command.addAll(options);
    command.add("dev.zoetrope.cli.Main");
    command.addAll(List.of(arguments));
    return finish(new ProcessBuilder(command).directory(directory.toFile()).start());
  }

  /** Runs as the launcher does for all commands except record: without DJL on the class path. */
  static Outcome runWithoutEngine(Path directory, String... arguments) throws Exception {
    return finish(start(directory, false, List.of(), arguments));
  }

  static Process start(Path directory, boolean engine, List<String> prefix, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            NATIVE_ACCESS,
            PREFERENCES,
            "-cp",
            classPath(engine),
            "dev.zoetrope.cli.Main"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile()).start();
  }

  private static String classPath(boolean engine) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> engine || !entry.matches(".*[/\\\\]ai[/\\\\]djl[/\\\\].*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  static Outcome finish(Process process) throws Exception {
    process.getOutputStream().close();
    StringBuilder err = new StringBuilder();
    Thread reader =
        new Thread(
            () -> {
              try {
                err.append(text(process.getErrorStream().readAllBytes()));
              } catch (IOException e) {
                err.append(e);
              }
            });
    reader.start();
    String out = text(process.getInputStream().readAllBytes());
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the command hangs");
    }
    reader.join();
    return new Outcome(process.exitValue(), out, err.toString());
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
