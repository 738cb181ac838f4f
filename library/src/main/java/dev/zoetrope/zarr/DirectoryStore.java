package dev.zoetrope.zarr;

import dev.zoetrope.files.PartialFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A store in a directory. The path may contain links, but links inside the directory are not
 * followed, so nothing outside it is ever read.
 */
final class DirectoryStore implements Store {

  private final Path root;

  /** Identifies the directory; null if the file system cannot. */
  private final Object identity;

  DirectoryStore(Path directory) throws IOException {
    root = directory.toRealPath();
    identity = identity(root);
  }

  private static Object identity(Path directory) throws IOException {
    return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
  }

  /**
   * Checks that the directory has not been replaced. One that no longer exists has no keys; the
   * missing key is reported later.
   */
  private void requireSameDirectory() throws IOException {
    try {
      if (!Objects.equals(identity, identity(root))) {
        throw new StoreReplacedException(root);
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }

  @Override
  public Optional<byte[]> read(String key, int limit) throws IOException {
    requireSameDirectory();
    Optional<Long> size = size(key);
    if (size.isEmpty()) {
      return Optional.empty();
    }
    if (size.get() > limit) {
      throw tooLarge(key, size.get(), limit);
    }
    try (InputStream in = Files.newInputStream(root.resolve(key), LinkOption.NOFOLLOW_LINKS)) {
      byte[] value = new byte[Math.toIntExact(size.get())];
      int length = in.readNBytes(value, 0, value.length);
      // A writer may have replaced the file with a longer one since its size was read.
      byte[] rest = in.available() > 0 ? in.readNBytes(limit + 1 - length) : new byte[0];
      if (length + rest.length > limit) {
        throw tooLarge(key, length + (long) rest.length, limit);
      }
      if (length < value.length || rest.length > 0) {
        value = Arrays.copyOf(value, length + rest.length);
        System.arraycopy(rest, 0, value, length, rest.length);
      }
      return Optional.of(value);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<Long> size(String key) throws IOException {
    Path file = root.resolve(key);
    for (Path parent = file.getParent(); !parent.equals(root); parent = parent.getParent()) {
      if (Files.isSymbolicLink(parent)) {
        throw new ZarrFormatException(key, "lies behind a symbolic link");
      }
    }
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new ZarrFormatException(key, "is not a regular file");
      }
      return Optional.of(attributes.size());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<String> keys() throws IOException {
    List<String> keys = new ArrayList<>();
    for (String file : files(BasicFileAttributes::isRegularFile)) {
      if (!isTemporary(file)) {
        keys.add(file);
      }
    }
    return keys;
  }

  @Override
  public List<String> files() throws IOException {
    return files(attributes -> true);
  }

  @Override
  public int deleteTemporaryFiles() throws IOException {
    int deleted = 0;
    for (String file : files(BasicFileAttributes::isRegularFile)) {
      if (isTemporary(file)) {
        Files.delete(root.resolve(file));
        deleted++;
      }
    }
    return deleted;
  }

  private static boolean isTemporary(String file) {
    return file.endsWith(PartialFile.SUFFIX);
  }

  /** Returns everything that is not a directory, sorted; links are not followed. */
  private List<String> files(Predicate<BasicFileAttributes> wanted) throws IOException {
    List<String> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (wanted.test(attributes)) {
              files.add(root.relativize(file).toString().replace('\\', '/'));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    Collections.sort(files);
    return files;
  }

  @Override
  public void close() {}

  static ZarrFormatException tooLarge(String key, long size, int limit) {
    return new ZarrFormatException(key, size + " bytes, but at most " + limit + " are possible");
  }
}
