package dev.zoetrope.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A folder of four IDX files named as MNIST's are: {@code train-images…}, {@code train-labels…},
 * {@code t10k-images…} and {@code t10k-labels…}, gzipped ({@code .gz}) or not.
 */
public final class IdxFolder {

  private IdxFolder() {}

  /**
   * Loads a data set. Image size, channels and classes come from the files.
   *
   * @throws DatasetException if the folder or a file is missing or unfit; the message says which
   */
  public static ImageDataset load(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DatasetException(
          folder + (Files.exists(folder) ? " is not a folder" : " does not exist"));
    }
    return ImageDataset.of(
        folder.toAbsolutePath().normalize().getFileName().toString(),
        load(folder, "train"),
        load(folder, "t10k"));
  }

  private static ImageSet load(Path folder, String part) throws IOException {
    Path images = find(folder, part + "-images");
    Path labels = find(folder, part + "-labels");
    return ImageSet.of(images.toString(), read(images), labels.toString(), read(labels));
  }

  private static Path find(Path folder, String prefix) throws IOException {
    List<Path> found;
    try (Stream<Path> files = Files.list(folder)) {
      found =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    if (found.isEmpty()) {
      throw new DatasetException(
          "%s has no file named %s-idx…-ubyte or %s-idx…-ubyte.gz"
              .formatted(folder, prefix, prefix));
    }
    return found.get(0); // unpacked before packed, where both are there
  }

  private static Idx read(Path file) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (file.toString().endsWith(".gz")) {
        return readPacked(file.toString(), raw);
      }
      return Idx.read(file.toString(), raw);
    }
  }

  /** Reads gzipped IDX; what is no gzip at all is said so. */
  static Idx readPacked(String name, InputStream packed) throws IOException {
    InputStream unpacked;
    try {
      unpacked = new GZIPInputStream(packed, 1 << 16);
    } catch (IOException e) {
      throw new DatasetException(name + " is not sound gzip: " + e.getMessage());
    }
    return Idx.read(name, unpacked);
  }
}
