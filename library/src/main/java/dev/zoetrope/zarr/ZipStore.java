package dev.zoetrope.zarr;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A store in a zip file: at its root or, if a whole folder was zipped, in that folder. Entries are
 * looked up by key only and never unpacked to disk.
 */
final class ZipStore implements Store {

  /** The signature at the start of every zip entry: APPNOTE 4.3.7. */
  private static final int LOCAL_FILE_HEADER = 0x504b0304;

  private static final int MAX_ROOT_BYTES = 16 << 20;
  private static final int MOST_GROUPS = 1000;

  private final ZipFile zip;

  /** Entries by key; null if keys and entry names are the same. */
  private final Map<String, ZipEntry> entries;

  ZipStore(Path path, Predicate<byte[]> isWanted) throws IOException {
    zip = open(path);
    try {
      entries = entry(METADATA) == null ? entriesOfOnlyStore(isWanted) : null;
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static ZipFile open(Path path) throws IOException {
    try {
      return new ZipFile(path.toFile());
    } catch (FileSystemException | FileNotFoundException e) {
      throw e;
    } catch (ZipException e) {
      throw new ZarrFormatException(
          "",
          beginsAsZip(path)
              ? "is a zip file that is cut off or damaged: the list of its files, at the end, cannot be read; copy it again"
              : "is neither a directory nor a zip file");
    } catch (IOException | IllegalArgumentException e) {
      // The directory may claim anything, such as a position before the beginning.
      throw new ZarrFormatException("", "the zip file's directory is damaged");
    }
  }

  private static boolean beginsAsZip(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      ByteBuffer begin = ByteBuffer.allocate(Integer.BYTES);
      return channel.read(begin) == Integer.BYTES && begin.getInt(0) == LOCAL_FILE_HEADER;
    }
  }

  private Map<String, ZipEntry> entriesOfOnlyStore(Predicate<byte[]> isWanted) throws IOException {
    Map<String, ZipEntry> byName = new TreeMap<>();
    for (ZipEntry entry : all()) {
      byName.put(entry.getName().replace('\\', '/'), entry);
    }
    List<String> found = new ArrayList<>();
    for (String folder : outermostGroups(byName.keySet())) {
      Optional<byte[]> metadata = read(byName.get(folder + METADATA), folder, MAX_ROOT_BYTES);
      if (metadata.isPresent() && isWanted.test(metadata.get())) {
        found.add(folder);
      }
    }
    if (found.size() > 1) {
      throw new ZarrFormatException(
          "",
          "holds %s recordings (%s); unpack it and open one of them"
              .formatted(found.size(), String.join(", ", found)));
    }
    return found.isEmpty() ? byName : below(found.get(0), byName);
  }

  /** Returns the outermost folders with metadata, each with a trailing slash. */
  private static Set<String> outermostGroups(Set<String> names) throws ZarrFormatException {
    Set<String> folders = new TreeSet<>(); // sorted, so that a folder comes before its subfolders
    for (String name : names) {
      if (name.endsWith("/" + METADATA)) {
        folders.add(name.substring(0, name.length() - METADATA.length()));
      }
    }
    Set<String> outermost = new LinkedHashSet<>();
    String last = null;
    for (String folder : folders) {
      if (last == null || !folder.startsWith(last)) {
        last = folder;
        outermost.add(folder);
      }
    }
    if (outermost.size() > MOST_GROUPS) {
      throw new ZarrFormatException("", "holds " + outermost.size() + " folders with a zarr.json");
    }
    return outermost;
  }

  private static Map<String, ZipEntry> below(String folder, Map<String, ZipEntry> byName) {
    Map<String, ZipEntry> below = new TreeMap<>();
    byName.forEach(
        (name, entry) -> {
          if (name.startsWith(folder)) {
            below.put(name.substring(folder.length()), entry);
          }
        });
    return below;
  }

  private List<? extends ZipEntry> all() throws ZarrFormatException {
    try {
      return zip.stream().filter(entry -> !entry.isDirectory()).toList();
    } catch (IllegalArgumentException e) {
      throw new ZarrFormatException("", "a zip entry's comment is not valid text");
    }
  }

  @Override
  public Optional<byte[]> read(String key, int limit) throws IOException {
    return read(entry(key), key, limit);
  }

  private Optional<byte[]> read(ZipEntry entry, String key, int limit) throws IOException {
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.getSize() > limit) {
      throw DirectoryStore.tooLarge(key, entry.getSize(), limit);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] value = in.readNBytes(limit + 1);
      if (value.length > limit) {
        throw DirectoryStore.tooLarge(key, value.length, limit);
      }
      return Optional.of(value);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new ZarrFormatException(key, "the zip entry is damaged: " + e.getMessage());
    }
  }

  private ZipEntry entry(String key) throws ZarrFormatException {
    if (entries != null) {
      return entries.get(key);
    }
    try {
      return zip.getEntry(key);
    } catch (IllegalArgumentException e) {
      throw new ZarrFormatException(key, "the zip entry's comment is not valid text");
    }
  }

  @Override
  public Optional<Long> size(String key) throws IOException {
    return Optional.ofNullable(entry(key)).map(ZipEntry::getSize);
  }

  @Override
  public List<String> keys() throws IOException {
    return entries != null
        ? List.copyOf(entries.keySet())
        : all().stream().map(ZipEntry::getName).sorted().toList();
  }

  @Override
  public List<String> files() {
    return List.of();
  }

  @Override
  public int deleteTemporaryFiles() {
    return 0;
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
