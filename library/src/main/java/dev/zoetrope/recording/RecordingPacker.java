package dev.zoetrope.recording;

import dev.zoetrope.recording.internal.Store;
import dev.zoetrope.recording.internal.ZarrFormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a recording's directory into one zip, stored without compression: chunks are compressed.
 */
public final class RecordingPacker {

  /** What the names of packed recordings end with. */
  public static final String SUFFIX = ".zarr.zip";

  /** 1 January 1980, the earliest time that a zip can hold, so that packing is reproducible. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int MAX_ENTRY_BYTES = 128 << 20;

  private RecordingPacker() {}

  /**
   * Packs a recording. The zip appears when it is whole; on failure or cancel nothing stays.
   *
   * @param progress counts entries
   * @throws FileAlreadyExistsException if the zip exists and {@code replace} is false
   * @throws RecordingFormatException if {@code recording} is none, or damaged
   */
  public static void pack(Path recording, Path zip, boolean replace, Progress progress)
      throws IOException {
    if (!replace && Files.exists(zip)) {
      throw new FileAlreadyExistsException(zip.toString());
    }
    Path temporary = zip.resolveSibling(zip.getFileName() + Store.TEMPORARY_SUFFIX);
    try (Recording source = Recording.open(recording)) {
      try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16);
          ZipOutputStream out = new ZipOutputStream(file)) {
        write(source.store(), out, progress);
      }
      Files.move(temporary, zip, StandardCopyOption.REPLACE_EXISTING);
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(recording, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void write(Store store, ZipOutputStream out, Progress progress)
      throws IOException {
    out.setMethod(ZipOutputStream.STORED);
    List<String> keys = store.keys();
    long done = 0;
    for (String key : keys) {
      progress.report(done++, keys.size());
      byte[] value = store.read(key, MAX_ENTRY_BYTES).orElseThrow();
      CRC32 crc = new CRC32();
      crc.update(value);
      ZipEntry entry = new ZipEntry(key);
      entry.setTimeLocal(EPOCH);
      entry.setSize(value.length);
      entry.setCrc(crc.getValue());
      out.putNextEntry(entry);
      out.write(value);
      out.closeEntry();
    }
    progress.report(done, keys.size());
  }
}
