package dev.zoetrope.zarr;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Read access to the keys and values of a Zarr store. Thread-safe. */
public sealed interface Store extends Closeable permits DirectoryStore, ZipStore {

  /** The name of metadata files. */
  String METADATA = "zarr.json";

  /**
   * Opens a directory or a zip file.
   *
   * @param isWanted recognizes the metadata of the wanted store's root, for zips that hold the
   *     store in a folder
   * @throws NoSuchFileException if there is nothing
   * @throws ZarrFormatException if the zip holds several such stores
   */
  static Store open(Path path, Predicate<byte[]> isWanted) throws IOException {
    if (Files.isDirectory(path)) {
      return new DirectoryStore(path);
    }
    if (Files.isRegularFile(path)) {
      return new ZipStore(path, isWanted);
    }
    if (Files.exists(path)) {
      throw new FileSystemException(path.toString(), null, "is neither a folder nor a file");
    }
    throw new NoSuchFileException(path.toString());
  }

  /**
   * Reads a whole value.
   *
   * @param limit the largest plausible size, in bytes
   * @return the value; empty if the key is absent
   * @throws ZarrFormatException if the value is larger than {@code limit} or is not a regular file
   */
  Optional<byte[]> read(String key, int limit) throws IOException;

  /** Returns the stored size of a key's value in bytes; empty if the key is absent. */
  Optional<Long> size(String key) throws IOException;

  /** Returns every key, sorted, without symbolic links and temporary files. */
  List<String> keys() throws IOException;

  /** Returns every file and link in the directory, as relative paths; empty for a zip. */
  List<String> files() throws IOException;

  /** Deletes the temporary files that a killed writer left, and returns how many there were. */
  int deleteTemporaryFiles() throws IOException;

  @Override
  void close() throws IOException;

  /** Joins a node and a name to a key; an empty node is the root. */
  static String key(String node, String name) {
    return node.isEmpty() ? name : node + "/" + name;
  }
}
