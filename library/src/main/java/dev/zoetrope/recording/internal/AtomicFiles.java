package dev.zoetrope.recording.internal;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Files that are there whole or not at all: always after the process was killed, and after power
 * loss too if durable. Not safe for use by several threads.
 */
public final class AtomicFiles {

  /** Windows does not open directories, and needs no flush of them. */
  private static final boolean DIRECTORIES_CAN_BE_FLUSHED = File.separatorChar == '/';

  private final boolean durable;
  private final Set<Path> changedDirectories = new LinkedHashSet<>();

  /** With {@code durable}, the content of a file reaches the disk before its name does. */
  public AtomicFiles(boolean durable) {
    this.durable = durable;
  }

  /** Creates a directory and its parents where they are missing. */
  public void createDirectories(Path directory) throws IOException {
    for (Path missing = directory.toAbsolutePath();
        missing != null && !Files.exists(missing);
        missing = missing.getParent()) {
      changedDirectories.add(missing.getParent());
    }
    Files.createDirectories(directory);
  }

  /** Writes under a temporary name and renames, replacing what was there; nothing stays behind. */
  public void write(Path file, byte[] content, int length) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + Store.TEMPORARY_SUFFIX);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(content, 0, length);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        if (durable) {
          channel.force(false);
        }
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      changedDirectories.add(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e instanceof FileSystemException ? e : new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns when the names of all files written so far have reached the disk, if durable; does
   * nothing if not.
   */
  public void sync() throws IOException {
    if (durable && DIRECTORIES_CAN_BE_FLUSHED) {
      for (Path directory : changedDirectories) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
          channel.force(true);
        }
      }
    }
    changedDirectories.clear();
  }
}
