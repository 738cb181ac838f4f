package dev.zoetrope.files;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Writes files that exist completely or not at all, even if the process is killed and, if durable,
 * after a power failure. Not thread-safe.
 */
public final class AtomicFiles {

  /** Windows cannot open directories, and need not flush them. */
  private static final boolean DIRECTORIES_CAN_BE_FLUSHED = File.separatorChar == '/';

  private final boolean durable;
  private final Set<Path> changedDirectories = new LinkedHashSet<>();

  /** If {@code durable}, the content of a file reaches the disk before its name does. */
  public AtomicFiles(boolean durable) {
    this.durable = durable;
  }

  /** Creates a directory and any missing parents. */
  public void createDirectories(Path directory) throws IOException {
    for (Path missing = directory.toAbsolutePath();
        missing != null && !Files.exists(missing);
        missing = missing.getParent()) {
      changedDirectories.add(missing.getParent());
    }
    Files.createDirectories(directory);
  }

  /**
   * Writes under a temporary name and renames, replacing any existing file; nothing is left behind.
   * An interrupt does not stop it; the thread is still interrupted afterwards.
   */
  public void write(Path file, byte[] content, int length) throws IOException {
    uninterrupted(() -> replace(file, ByteBuffer.wrap(content, 0, length)));
    changedDirectories.add(file.toAbsolutePath().getParent());
  }

  private void replace(Path file, ByteBuffer content) throws IOException {
    Path temporary = PartialFile.temporary(file);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        while (content.hasRemaining()) {
          channel.write(content);
        }
        if (durable) {
          channel.force(false);
        }
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (ClosedByInterruptException e) {
      content.rewind();
      throw e;
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw FailedWrite.naming(file, temporary, e);
    }
  }

  /**
   * If durable, waits until the names of all files written so far have reached the disk; otherwise
   * does nothing.
   */
  public void sync() throws IOException {
    if (durable && DIRECTORIES_CAN_BE_FLUSHED) {
      for (Path directory : changedDirectories) {
        uninterrupted(() -> flush(directory));
      }
    }
    changedDirectories.clear();
  }

  private static void flush(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  /** Clears the interrupt while writing: it would close the channel and lose half a commit. */
  private static void uninterrupted(Action action) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          action.run();
          return;
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
