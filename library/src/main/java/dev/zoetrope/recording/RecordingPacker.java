package dev.zoetrope.recording;

import dev.zoetrope.files.PartialFile;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a recording's directory into one zip file, without compressing it again.
 *
 * <p>A recording that is still being written is packed as of its last commit.
 *
 * <pre>{@code
 * RecordingPacker.pack(Path.of("run.zarr"), Path.of("run.zarr.zip"), false, Progress.NONE);
 * }</pre>
 */
public final class RecordingPacker {

  /** The suffix of packed recordings' names. */
  public static final String SUFFIX = ".zarr.zip";

  /** 1 January 1980, the earliest time a zip can store. A fixed time makes packing reproducible. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final int MAX_ENTRY_BYTES = 128 << 20;

  private final Store source;
  private final byte[] root;
  private final Progress progress;
  private final long total;
  private final Map<String, Long> checksums = new LinkedHashMap<>();
  private long done;

  private RecordingPacker(Store source, Progress progress) throws IOException {
    this.source = source;
    this.progress = progress;
    root = Snapshot.readRoot(source); // first, since everything it refers to exists by then
    Set<String> keys = new HashSet<>(source.keys());
    requireWhole(keys);
    keys.stream().sorted().forEach(key -> checksums.put(key, 0L));
    total = 2L * checksums.size();
  }

  /**
   * Packs a recording. The zip appears once it is complete and has been read back; after a failure
   * or a cancellation nothing is left behind.
   *
   * @param progress counts entries: once when written and once when read back
   * @throws FileAlreadyExistsException if the zip exists and {@code replace} is false
   * @throws RecordingFormatException if {@code recording} is not a recording, or part of it is
   *     missing
   */
  public static void pack(Path recording, Path zip, boolean replace, Progress progress)
      throws IOException {
    if (!replace && Files.exists(zip)) {
      throw new FileAlreadyExistsException(zip.toString());
    }
    try (Store source = Store.open(recording, RootJson::isRoot)) {
      RecordingPacker packer = new RecordingPacker(source, progress);
      PartialFile.write(
          zip,
          temporary -> {
            packer.write(temporary);
            packer.readBack(temporary);
          });
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(recording, e);
    }
  }

  /** Rejects a recording if a required file is missing or unreadable. */
  private void requireWhole(Set<String> keys) throws IOException {
    Snapshot seen = Snapshot.parse(root, source);
    try (ArrayAccess arrays = new ArrayAccess(source, 0)) {
      requireChunks(keys, arrays.open(ArrayCatalog.PROBE_INPUT), 1);
      requireChunks(keys, arrays.open(ArrayCatalog.PROBE_LABEL), 1);
      requireChunks(keys, arrays.open(seen.catalog().ofTraining()), seen.exposed());
      for (ArraySpec spec : seen.developed()) {
        requireChunks(keys, arrays.open(spec), seen.frames());
      }
      for (String series : seen.root().seriesPaths()) {
        requireChunks(keys, arrays.openSeries(series), seen.exposed());
      }
      for (WeightChunks part : WeightChunks.of(seen, arrays)) {
        requireChunks(keys, part.array(), part.from(), part.to());
      }
      if (seen.root().checksums().rows() > 0) {
        requireChunks(keys, arrays.checksumTable(), seen.root().checksums().rows());
      }
    }
  }

  private static void requireChunks(Set<String> keys, ArrayReader array, int slices)
      throws ZarrFormatException {
    requireChunks(keys, array, 0, ArrayAccess.chunks(array, slices));
  }

  private static void requireChunks(Set<String> keys, ArrayReader array, int from, int to)
      throws ZarrFormatException {
    for (int chunk = from; chunk < to; chunk++) {
      if (!keys.contains(Store.key(array.path(), array.metadata().chunkKey(chunk)))) {
        throw new ZarrFormatException(array.path(), chunk, "the chunk is missing");
      }
    }
  }

  private void write(Path zip) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip), 1 << 16);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, Long> entry : checksums.entrySet()) {
        progress.report(done++, total);
        entry.setValue(write(entry.getKey(), out));
      }
    }
  }

  private long write(String key, ZipOutputStream out) throws IOException {
    byte[] value = key.equals(Store.METADATA) ? root : read(source, key);
    long checksum = checksum(value);
    ZipEntry entry = new ZipEntry(key);
    entry.setTimeLocal(EPOCH);
    entry.setSize(value.length);
    entry.setCrc(checksum);
    out.putNextEntry(entry);
    out.write(value);
    out.closeEntry();
    return checksum;
  }

  private void readBack(Path zip) throws IOException {
    try (Store packed = Store.open(zip, RootJson::isRoot)) {
      for (Map.Entry<String, Long> entry : checksums.entrySet()) {
        progress.report(done++, total);
        if (checksum(read(packed, entry.getKey())) != entry.getValue()) {
          throw new IOException(zip + ": " + entry.getKey() + " differs from what was written");
        }
      }
    }
    progress.report(done, total);
  }

  private static byte[] read(Store store, String key) throws IOException {
    return store
        .read(key, MAX_ENTRY_BYTES)
        .orElseThrow(() -> new ZarrFormatException(key, "is missing"));
  }

  private static long checksum(byte[] value) {
    CRC32 crc = new CRC32();
    crc.update(value);
    return crc.getValue();
  }
}
