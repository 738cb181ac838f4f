package dev.zoetrope.capture;

import dev.zoetrope.files.FileTree;
import dev.zoetrope.files.PathLock;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingFormatException;
import dev.zoetrope.recording.ReplacedRecording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where recordings go, and what happens to an existing one. */
final class Destination {

  /** What to do if something exists at the path. */
  enum IfThere {
    REFUSE,
    REPLACE,
    NUMBER,
    CONTINUE
  }

  /** Where a continued run begins. */
  record Start(long step, long epoch, Optional<Path> continues) {}

  private static final Start BEGINNING = new Start(0, 0, Optional.empty());
  private static final int MOST_NUMBERS = 100_000;
  private static final int MOST_LINKS = 40;

  private final Path wanted;
  private final IfThere choice;
  private final Start start;

  /** Whether an empty folder existed from the beginning, so no other recorder made it. */
  private final boolean isGiven;

  private boolean taken;

  private Destination(Path wanted, IfThere choice, Start start) {
    this.wanted = wanted;
    this.choice = choice;
    this.start = start;
    isGiven = Files.exists(wanted) && isFree(wanted);
  }

  /**
   * Checks what exists at the path, before training begins.
   *
   * @throws IllegalStateException if something exists and no choice was made, or it is not a
   *     recording
   */
  static Destination of(Path path, IfThere choice) {
    Path wanted = target(path);
    try {
      ReplacedRecording.bringBack(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (isFree(wanted) || choice == IfThere.NUMBER) {
      return new Destination(wanted, choice, BEGINNING);
    }
    if (choice == IfThere.REFUSE) {
      throw new IllegalStateException(
          wanted
              + " exists and is not empty. Say what to do when building the recorder: replace() it,"
              + " continueIn() the next free folder with its step numbers, or record into a"
              + " numbered() folder of its own");
    }
    Path latest = choice == IfThere.CONTINUE ? latest(wanted) : wanted;
    try (Recording recording = Recording.open(latest)) {
      if (choice == IfThere.REPLACE && !recording.otherFiles().isEmpty()) {
        throw new IllegalStateException(
            "%s holds files that are not part of a recording (%s), so it is not replaced; move them"
                    .formatted(wanted, String.join(", ", recording.otherFiles()))
                + " away, or record elsewhere");
      }
      Start start = choice == IfThere.CONTINUE ? after(recording) : BEGINNING;
      return new Destination(wanted, choice, start);
    } catch (RecordingFormatException e) {
      throw new IllegalStateException(
          latest
              + " is not empty and does not hold an intact recording, so it is not replaced: "
              + e.getMessage(),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Follows links: the recording goes where the user's link points, perhaps to a larger disk. */
  private static Path target(Path path) {
    try {
      Path target = path;
      for (int links = 0; Files.isSymbolicLink(target) && links < MOST_LINKS; links++) {
        target = target.resolveSibling(Files.readSymbolicLink(target));
      }
      return target;
    } catch (IOException e) {
      return path; // the error is reported when the path is used
    }
  }

  private static Start after(Recording recording) throws IOException {
    int frames = recording.info().frames();
    return frames == 0
        ? new Start(0, 0, Optional.of(recording.path()))
        : new Start(
            recording.steps()[frames - 1],
            recording.epochs()[frames - 1],
            Optional.of(recording.path()));
  }

  private static boolean isFree(Path path) {
    if (!Files.exists(path)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      return false; // a file
    }
  }

  /** Returns the last of run.zarr, run-2.zarr, run-3.zarr, … that exists. */
  private static Path latest(Path wanted) {
    Path latest = wanted;
    for (int number = 2; !isFree(numbered(wanted, number)); number++) {
      latest = numbered(wanted, number);
    }
    return latest;
  }

  private static Path numbered(Path path, int number) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String begin = dot > 0 ? name.substring(0, dot) : name;
    return path.resolveSibling(begin + "-" + number + name.substring(begin.length()));
  }

  /**
   * Creates the first numbered folder that does not exist; another recorder may be doing the same.
   */
  private static Path nextFolder(Path wanted) throws IOException {
    for (int number = 2; number < MOST_NUMBERS; number++) {
      Path folder = numbered(wanted, number);
      if (isMade(folder)) {
        return folder;
      }
    }
    throw new IllegalStateException(wanted + " has too many numbered folders beside it");
  }

  private static boolean isMade(Path folder) throws IOException {
    Files.createDirectories(folder.toAbsolutePath().getParent());
    try {
      Files.createDirectory(folder);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /**
   * Reserves a place: the requested one first, numbered ones for further recordings.
   *
   * @throws IOException if the recording to replace cannot be moved
   */
  Place take() throws IOException {
    boolean first = !taken;
    taken = true;
    if (first && (choice == IfThere.REFUSE || choice == IfThere.REPLACE)) {
      return takeWanted();
    }
    if (first && (isGiven || isMade(wanted))) {
      return new Place(wanted, PathLock.take(wanted), null, !isGiven, start);
    }
    Path folder = nextFolder(wanted);
    return new Place(folder, PathLock.take(folder), null, true, first ? start : BEGINNING);
  }

  private Place takeWanted() throws IOException {
    PathLock lock = PathLock.take(wanted);
    try {
      if (choice == IfThere.REFUSE || isFree(wanted)) {
        return new Place(wanted, lock, null, false, start);
      }
      Path aside = ReplacedRecording.aside(wanted);
      if (Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(
            aside.toString(),
            null,
            "is in the way; it may hold a recording that was replaced earlier");
      }
      Files.move(wanted, aside);
      return new Place(wanted, lock, aside, false, BEGINNING);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** A place for one recording. */
  static final class Place {
    private final Path path;
    private final PathLock lock;
    private final Path aside;
    private final boolean made;
    private final Start start;

    private Place(Path path, PathLock lock, Path aside, boolean made, Start start) {
      this.path = path;
      this.lock = lock;
      this.aside = aside;
      this.made = made;
      this.start = start;
    }

    Path path() {
      return path;
    }

    Start start() {
      return start;
    }

    /** Deletes the old recording; called once the new one has a frame. */
    void replaced() {
      if (aside != null) {
        try {
          FileTree.delete(aside);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    /** Lets others record here; called once writing has ended. */
    void release() throws IOException {
      lock.close();
    }

    /** Restores the old recording if it has not been deleted yet. */
    void restore() throws IOException {
      if (aside != null && Files.exists(aside)) {
        FileTree.delete(path);
        Files.move(aside, path);
      } else if (made && isFree(path)) {
        Files.deleteIfExists(path);
      }
    }
  }
}
