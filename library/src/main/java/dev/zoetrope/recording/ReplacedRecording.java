package dev.zoetrope.recording;

import dev.zoetrope.files.FileTree;
import dev.zoetrope.files.PathLock;
import dev.zoetrope.files.Siblings;
import dev.zoetrope.zarr.Store;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A recording that makes way for another one. It lies beside its successor under a hidden name
 * until that has a frame. If the program is killed before, this is the only recording there is.
 */
public final class ReplacedRecording {

  /** What a writer may have written before the root's metadata. */
  private static final Pattern WRITTEN = Pattern.compile("(zarr\\.json|c(\\.[0-9]+)*)(\\.tmp)?");

  private ReplacedRecording() {}

  /** Returns where the recording at this path lies while it is being replaced. */
  public static Path aside(Path recording) {
    return Siblings.of(recording, ".", ".replaced");
  }

  /**
   * Puts a recording back whose successor was killed before it had a frame, and deletes one whose
   * successor has some. Does nothing while a recorder is at work there, or where something else is.
   */
  public static void bringBack(Path recording) throws IOException {
    if (!Files.exists(aside(recording), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (PathLock lock = PathLock.take(recording)) {
      if (lock.isHeld()) {
        settle(recording, aside(recording));
      }
    } catch (FileSystemException e) {
      return; // it is being replaced at this moment, or nothing can be changed here
    }
  }

  private static void settle(Path recording, Path aside) throws IOException {
    int frames = frames(recording);
    if (frames > 0) {
      FileTree.delete(aside);
    } else if (frames(aside) >= 0 && (frames == 0 || isStump(recording))) {
      FileTree.delete(recording);
      Files.move(aside, recording);
    }
  }

  /** Returns how many frames there are, -1 where there is no recording. */
  private static int frames(Path path) {
    try (Recording recording = Recording.open(path)) {
      return recording.info().frames();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Whether nothing is there but what a writer left that was killed before its first commit. */
  private static boolean isStump(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        || Files.exists(path.resolve(Store.METADATA))) {
      return false;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .allMatch(file -> WRITTEN.matcher(file.getFileName().toString()).matches());
    }
  }
}
