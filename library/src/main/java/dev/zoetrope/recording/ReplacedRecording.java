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
 * A recording that is being replaced. It is kept beside its successor under a hidden name until the
 * successor has a frame. If the program is killed before that, it is the only recording left.
 *
 * <pre>{@code
 * ReplacedRecording.bringBack(file);
 * Recording current = Recording.open(file);
 * }</pre>
 */
public final class ReplacedRecording {

  /** Files that a writer may have written before the root's metadata. */
  private static final Pattern WRITTEN = Pattern.compile("(zarr\\.json|c(\\.[0-9]+)*)(\\.tmp)?");

  private ReplacedRecording() {}

  /** Returns where the recording at this path is kept while it is being replaced. */
  public static Path aside(Path recording) {
    return Siblings.of(recording, ".", ".replaced");
  }

  /**
   * Restores a recording whose successor was killed before its first frame, and deletes one whose
   * successor has frames. Does nothing while a recorder is writing there, or if something else is
   * at the path.
   *
   * @throws IOException if files cannot be read, moved or deleted
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
      return; // it is being replaced right now, or nothing can be changed here
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

  /** Returns the number of frames; −1 if there is no recording. */
  private static int frames(Path path) {
    try (Recording recording = Recording.open(path)) {
      return recording.info().frames();
    } catch (IOException e) {
      return -1;
    }
  }

  /**
   * Returns whether the folder holds only what a writer leaves if it is killed before its first
   * commit.
   */
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
