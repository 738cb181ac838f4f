package dev.zoetrope.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system that only one process sees. Needs Linux, and permission to mount. */
final class PrivateMount {

  private PrivateMount() {}

  /**
   * Returns what to put before a command so that it sees an empty file system in a folder.
   *
   * @param folder where the command runs
   * @param name the folder to mount on, which is made
   * @param options of a tmpfs, such as {@code size=64k} or {@code ro}
   * @param afterwards what to run in a shell after the command, or {@code true}
   */
  static List<String> prefix(Path folder, String name, String options, String afterwards)
      throws IOException {
    Path mount = Files.createDirectory(folder.resolve(name));
    assumeTrue(canMount(mount), "no private mounts here");
    String script =
        "mount -t tmpfs -o %s tmpfs %s && { \"$@\"; code=$?; %s; exit $code; }"
            .formatted(options, name, afterwards);
    return List.of("unshare", "-rm", "sh", "-c", script, "sh");
  }

  private static boolean canMount(Path directory) {
    try {
      return new ProcessBuilder(
                  "unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", directory.toString())
              .start()
              .waitFor()
          == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }
}
