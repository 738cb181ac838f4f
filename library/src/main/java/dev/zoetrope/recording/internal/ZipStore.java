package dev.zoetrope.recording.internal;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A store in a zip file. Entries are looked up by key only; none is ever unpacked to disk. */
final class ZipStore implements Store {

  private final ZipFile zip;

  ZipStore(Path path) throws IOException {
    try {
      zip = new ZipFile(path.toFile());
    } catch (FileSystemException | FileNotFoundException e) {
      throw e;
    } catch (ZipException e) {
      throw new ZarrFormatException("", "is neither a directory nor a zip file");
    } catch (IOException | IllegalArgumentException e) {
      // An end that is not there, a seek to before the beginning: whatever the directory claims.
      throw new ZarrFormatException("", "the zip file's directory is damaged");
    }
  }

  @Override
  public Optional<byte[]> read(String key, int limit) throws IOException {
    ZipEntry entry = entry(key);
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
    try {
      return zip.getEntry(key);
    } catch (IllegalArgumentException e) {
      throw new ZarrFormatException(key, "the zip entry's comment is no text");
    }
  }

  @Override
  public Optional<Long> size(String key) throws IOException {
    return Optional.ofNullable(entry(key)).map(ZipEntry::getSize);
  }

  @Override
  public List<String> keys() throws IOException {
    try {
      return zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).sorted().toList();
    } catch (IllegalArgumentException e) {
      throw new ZarrFormatException("", "a zip entry's comment is no text");
    }
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
