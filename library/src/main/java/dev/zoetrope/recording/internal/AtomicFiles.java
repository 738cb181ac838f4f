package dev.zoetrope.recording.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there whole or not at all. */
public final class AtomicFiles {

  private AtomicFiles() {}

  /** Writes under a temporary name and renames, replacing what was there; nothing stays behind. */
  public static void write(Path file, byte[] content, int length) throws IOException {
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
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e instanceof FileSystemException ? e : new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
