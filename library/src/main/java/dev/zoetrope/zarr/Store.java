package dev.zoetrope.zarr;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Access to the keys and values of a Zarr store, to read them. Safe for use by several threads. */
public sealed interface Store extends Closeable permits DirectoryStore, ZipStore {

  /** The name of metadata files. */
  String METADATA = "zarr.json";

  /**
   * Opens a directory, or a zip file.
   *
   * @param isWanted tells the metadata of the wanted store's root from others, for a zip that holds
   *     a folder with a store
   * @throws NoSuchFileException if there is neither
   * @throws ZarrFormatException if a zip holds several wanted stores
   */
  static Store open(Path path, Predicate<byte[]> isWanted) throws IOException {
    if (Files.isDirectory(path)) {
      return new DirectoryStore(path);
    }
    if (Files.isRegularFile(path)) {
      return new ZipStore(path, isWanted);
    }
    throw new NoSuchFileException(path.toString());
  }

  /**
   * Reads a whole value.
   *
   * @param limit the largest size to believe, in bytes
   * @return the value, or nothing where the key is absent
   * @throws ZarrFormatException if the value is larger than {@code limit} or is no plain file
   */
  Optional<byte[]> read(String key, int limit) throws IOException;

  /** Returns the stored bytes of a key's value, or nothing where it is absent. */
  Optional<Long> size(String key) throws IOException;

  /** Returns every key, sorted; symbolic links and files in the making are left out. */
  List<String> keys() throws IOException;

  /** Returns every file and link of a directory, below it; nothing for a zip. */
  List<String> files() throws IOException;

  /** Deletes the files in the making, which a killed writer leaves, and returns how many. */
  int deleteTemporaryFiles() throws IOException;

  @Override
  void close() throws IOException;

  /** Joins path segments of a key; an empty node is the root. */
  static String key(String node, String name) {
    return node.isEmpty() ? name : node + "/" + name;
  }
}
