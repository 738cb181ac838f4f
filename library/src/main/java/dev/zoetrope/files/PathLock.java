package dev.zoetrope.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells other threads and programs that a path is being written, until it is closed or the process
 * ends, even by a crash. A hidden file beside the path names the process. No file stays open, so
 * the disk can still be unmounted.
 */
public final class PathLock implements Closeable {

  private static final int LONGEST_CONTENT = 200;
  private static final Pattern OWNER = Pattern.compile("process ([0-9]{1,18}) since (.+)");
  private static final String MINE = name(ProcessHandle.current());

  /** The locks held by this process. Guarded by itself; files are locked only while it is. */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;

  private PathLock(Path file) {
    this.file = file;
  }

  /**
   * Acquires the lock of a path.
   *
   * @throws FileSystemException if another recorder or program holds it
   */
  public static PathLock take(Path path) throws IOException {
    Path folder = path.toAbsolutePath().normalize().getParent();
    Files.createDirectories(folder);
    Path name = path.toAbsolutePath().normalize().getFileName();
    Path file = Siblings.of(folder.toRealPath().resolve(name), ".", ".lock");
    synchronized (HELD) {
      Optional<String> owner =
          HELD.contains(file) ? Optional.of("this program") : claim(path, file);
      if (owner.isPresent()) {
        throw new FileSystemException(
            path.toString(), null, "is being written by " + owner.get() + "; write elsewhere");
      }
      HELD.add(file);
      return new PathLock(file);
    }
  }

  /** Writes the name of this process, unless a running process has already written its own. */
  private static Optional<String> claim(Path path, Path file) throws IOException {
    do {
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock claiming = lock(channel)) {
        ByteBuffer content = ByteBuffer.allocate(LONGEST_CONTENT);
        channel.read(content, 0);
        String owner = StandardCharsets.UTF_8.decode(content.flip()).toString();
        if (isRunning(owner) && (claiming == null || claiming.isValid())) {
          return Optional.of(owner);
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(MINE.getBytes(StandardCharsets.UTF_8)), 0);
      } catch (IOException e) {
        throw FailedWrite.naming(path, file, e);
      }
    } while (!isMine(file)); // its owner may delete the file while it is being opened here
    return Optional.empty();
  }

  /** Keeps two programs from claiming at the same time, on file systems with locks. */
  private static FileLock lock(FileChannel channel) {
    try {
      return channel.lock();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  private static boolean isMine(Path file) throws IOException {
    try {
      return Files.readString(file).equals(MINE);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Process ids are reused, so the start time is compared too. */
  private static boolean isRunning(String owner) {
    Matcher matcher = OWNER.matcher(owner);
    return matcher.matches()
        && !owner.equals(MINE)
        && ProcessHandle.of(Long.parseLong(matcher.group(1)))
            .filter(process -> process.isAlive() && name(process).equals(owner))
            .isPresent();
  }

  private static String name(ProcessHandle process) {
    return "process %s since %s"
        .formatted(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** Returns whether the lock is still held. */
  public boolean isHeld() {
    synchronized (HELD) {
      return HELD.contains(file);
    }
  }

  /** Releases the lock. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (HELD.remove(file) && isMine(file)) {
        Files.delete(file);
      }
    }
  }
}
