package dev.zoetrope.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system that only one process can see. Needs Linux and permission to mount. */
final class PrivateMount {

  private PrivateMount() {}

  /**
   * Returns the prefix of a command that makes it see an empty file system in a folder.
   *
   * @param folder where the command runs
   * @param name the folder to create and mount on
   * @param options of a tmpfs, such as {@code size=64k} or {@code ro}
   * @param afterwards a shell command to run afterwards, or {@code true}
   */
  static List<String> prefix(Path folder, String name, String options, String afterwards)
      throws IOException {
    Path mount = Files.createDirectory(folder.resolve(name));
    assumeTrue(canMount(mount), "private mounts are not allowed");
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
