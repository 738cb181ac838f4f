package dev.zoetrope.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathLockTest {

  @TempDir private Path folder;

  private static void requireTaken(Path path, String owner) {
    assertThatThrownBy(() -> PathLock.take(path))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("is being written by " + owner);
  }

  @Test
  void onlyOneHolderHasItAtATime() throws IOException {
    Path path = folder.resolve("run.zarr");
    try (PathLock first = PathLock.take(path)) {
      assertThat(first).isNotNull();
      requireTaken(path, "this program");
      requireTaken(folder.resolve("./x/../run.zarr"), "this program");
      PathLock.take(folder.resolve("other.zarr")).close();
    }
    assertThat(folder).isEmptyDirectory();
    PathLock again = PathLock.take(path);
    again.close();
    again.close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void namesMayBeAsLongAsFileSystemsAllow() throws IOException {
    Path path = Files.createDirectory(folder.resolve("ü".repeat(120) + ".zarr"));
    PathLock.take(path).close();
  }

  /** Takes a lock, reports it, and waits to be killed. */
  public static void main(String[] arguments) throws Exception {
    PathLock.take(Path.of(arguments[0]));
    System.out.println("taken");
    Thread.sleep(60_000);
  }

  private Process holder(Path path) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.language=ar", // which uses other digits
            "-Duser.country=EG",
            "-cp",
            System.getProperty("java.class.path"),
            PathLockTest.class.getName(),
            path.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void itEndsWithItsProcess() throws Exception {
    Path path = folder.resolve("run.zarr");
    Process holder = holder(path);
    try (BufferedReader said = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("taken");
      requireTaken(path, "process " + holder.pid());
      holder.destroyForcibly();
      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
      PathLock.take(path).close();
      assertThat(folder).isEmptyDirectory();
    } finally {
      holder.destroyForcibly();
    }
  }
}
