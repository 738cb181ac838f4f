package dev.zoetrope.recording;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The inputs that fuzzing found: one archive, with a folder for each target. Add an input with
 * {@code zip fuzz.zip root/NAME}.
 */
final class FuzzCorpus {

  private static final Path ARCHIVE = Path.of("src/test/resources/fuzz.zip");

  private FuzzCorpus() {}

  private static Path folder(FileSystem archive, FuzzTarget target) {
    return archive.getPath(target.name().toLowerCase(Locale.ROOT));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Unpacks the inputs of a target into a folder that exists, and returns their files. */
  static List<Path> unpack(FuzzTarget target, Path into) throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(ARCHIVE)) {
      for (Path file : files(folder(archive, target))) {
        Files.copy(file, into.resolve(file.getFileName().toString()));
      }
    }
    return files(into);
  }

  /** Replaces the inputs of a target with the files of some folders. */
  static void replace(FuzzTarget target, Path... folders) throws IOException {
    try (FileSystem archive = FileSystems.newFileSystem(ARCHIVE)) {
      Path kept = folder(archive, target);
      for (Path file : files(kept)) {
        Files.delete(file);
      }
      for (Path folder : folders) {
        for (Path file : files(folder)) {
          Files.copy(file, kept.resolve(file.getFileName().toString()));
        }
      }
    }
  }
}
