package dev.zoetrope.recording;

import com.github.luben.zstd.ZstdCompressCtx;
import com.google.gson.JsonObject;
import dev.zoetrope.files.AtomicFiles;
import dev.zoetrope.files.FileTree;
import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ArrayWriter;
import dev.zoetrope.zarr.ChunkWriter;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.Store;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The directory into which a recording is written: groups, arrays and the root. */
final class RecordingDirectory implements Closeable {

  private final Path path;
  private final AtomicFiles files;
  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final Set<String> groups = new HashSet<>();

  /** If {@code durable}, a root that was written survives a power failure. */
  RecordingDirectory(Path path, boolean durable) {
    this.path = path;
    files = new AtomicFiles(durable);
    zstd.setChecksum(true);
  }

  /**
   * Creates the directory and any missing parents.
   *
   * @throws FileAlreadyExistsException if it is not empty, or is a file
   */
  void createEmpty() throws IOException {
    try {
      files.createDirectories(path);
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new FileAlreadyExistsException(path.toString(), null, "is not empty");
        }
      }
    } catch (NotDirectoryException e) {
      throw new FileAlreadyExistsException(path.toString(), null, "is a file");
    }
  }

  /** Creates an array and its parent groups, declared with room for {@code length} slices. */
  ArrayWriter array(ArraySpec spec, int length) throws IOException {
    return new ArrayWriter(chunks(spec.path(), spec.metadata(length), false));
  }

  /** Goes on after the slices that an array already has, of which {@code length} are kept. */
  ArrayWriter resumed(ArrayReader written, int length) throws IOException {
    return new ArrayWriter(chunks(written.path(), written.metadata(), true), written, length);
  }

  /** Creates an array and its parent groups, or goes on with one that exists. */
  ChunkWriter chunks(String array, ArrayMetadata metadata, boolean exists) throws IOException {
    if (exists) {
      return ChunkWriter.resume(path, array, metadata, files, zstd);
    }
    for (int slash = array.indexOf('/'); slash > 0; slash = array.indexOf('/', slash + 1)) {
      group(array.substring(0, slash), new JsonObject());
    }
    return ChunkWriter.create(path, array, metadata, files, zstd);
  }

  /** Creates a group unless this object has created it. */
  void group(String group, JsonObject attributes) throws IOException {
    if (groups.add(group)) {
      files.createDirectories(path.resolve(group));
      write(group, RootJson.group(attributes));
    }
  }

  /** Deletes an array that nothing refers to any more. */
  void delete(String array) throws IOException {
    FileTree.delete(path.resolve(array));
  }

  /** Replaces the root. If durable, everything written before it reaches the disk first. */
  void root(Root root) throws IOException {
    files.sync();
    write(RootJson.NODE, RootJson.print(root));
    files.sync();
  }

  private void write(String node, JsonObject json) throws IOException {
    byte[] utf8 = Json.print(json);
    files.write(path.resolve(Store.key(node, Store.METADATA)), utf8, utf8.length);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
