package dev.zoetrope.dataset;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pictures in a folder, with the class and purpose of each: {@code cat/1.png}; {@code
 * train/cat/1.png} and {@code test/cat/2.png}; or {@code cat/train/1.png}. Deeper folders belong to
 * their class.
 */
final class PictureTree {

  /**
   * A picture.
   *
   * @param file where it is
   * @param part what it is for; training if the folders do not say
   * @param className the name of its class's folder
   */
  record Entry(Path file, Part part, String className) {}

  private final List<Entry> entries = new ArrayList<>();
  private final List<Path> unreadable = new ArrayList<>();
  private final List<Path> others = new ArrayList<>();
  private final List<Path> stray = new ArrayList<>();
  private final Set<String> empty = new LinkedHashSet<>();

  private PictureTree() {}

  /** Searches a folder, following links. */
  static PictureTree of(Path folder) throws IOException {
    PictureTree tree = new PictureTree();
    tree.addRoot(folder);
    return tree;
  }

  /** Returns whether no picture has a class. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Returns the pictures, sorted by their paths. */
  List<Entry> entries() {
    return entries;
  }

  /** Returns files and folders that could not be opened. */
  List<Path> unreadable() {
    return unreadable;
  }

  /** Returns sentences for people about what was left out. */
  List<String> sentences() {
    List<String> said = new ArrayList<>();
    if (!empty.isEmpty()) {
      said.add("no pictures of " + Words.list(empty));
    }
    if (!stray.isEmpty()) {
      said.add(Words.count(stray.size(), "picture") + " without a class left out: " + names(stray));
    }
    if (!others.isEmpty()) {
      said.add(Words.count(others.size(), "other file") + " left out: " + names(others));
    }
    return said;
  }

  private static String names(List<Path> files) {
    return Words.list(files.stream().map(file -> file.getFileName().toString()).toList());
  }

  private void addRoot(Path folder) throws IOException {
    List<Path> inner = folders(folder);
    if (wraps(folder) && Part.in(Datasets.name(inner.get(0))).isEmpty()) {
      addRoot(inner.get(0));
      return;
    }
    boolean divided = false;
    for (Path each : inner) {
      divided |= part(each).filter(part -> part == Part.TRAIN).isPresent();
    }
    for (Path each : inner) {
      Optional<Part> part = divided ? part(each) : Optional.empty();
      if (part.isPresent()) {
        addPart(part.get(), each);
      } else if (divided) {
        others.add(each);
      } else {
        addClass(each);
      }
    }
    addFilesWithoutClass(folder);
  }

  private void addPart(Part part, Path folder) throws IOException {
    addFilesWithoutClass(folder);
    if (wraps(folder)) {
      addPart(part, folders(folder).get(0));
      return;
    }
    for (Path ofClass : folders(folder)) {
      add(part, Datasets.name(ofClass), ofClass);
    }
  }

  /**
   * Returns whether a folder holds nothing but one folder of folders, as unpacking an archive
   * leaves it.
   */
  private static boolean wraps(Path folder) throws IOException {
    List<Path> inner = folders(folder);
    return inner.size() == 1 && hasOnlyFolders(folder) && hasOnlyFolders(inner.get(0));
  }

  /**
   * Returns the part that a folder stands for: it must be named like one, and its pictures must be
   * in folders.
   */
  private static Optional<Part> part(Path folder) throws IOException {
    Optional<Part> called = Part.in(Datasets.name(folder));
    return called.isPresent() && hasOnlyFolders(folder) ? called : Optional.empty();
  }

  private static boolean hasOnlyFolders(Path folder) throws IOException {
    for (Path file : Datasets.list(folder)) {
      if (Files.isRegularFile(file) && FileKind.of(file) == FileKind.PICTURE) {
        return false;
      }
    }
    return !folders(folder).isEmpty();
  }

  private void addClass(Path folder) throws IOException {
    if (!Files.isReadable(folder)) {
      unreadable.add(folder);
      return;
    }
    List<Path> inner = folders(folder);
    boolean divided =
        inner.stream().anyMatch(f -> Part.called(Datasets.name(f)).equals(Optional.of(Part.TRAIN)));
    if (!divided) {
      add(Part.TRAIN, Datasets.name(folder), folder);
      return;
    }
    for (Path each : inner) {
      Optional<Part> part = Part.called(Datasets.name(each));
      if (part.isPresent()) {
        add(part.get(), Datasets.name(folder), each);
      } else {
        others.add(each);
      }
    }
    addFilesWithoutClass(folder);
  }

  private static List<Path> folders(Path folder) throws IOException {
    return Datasets.list(folder).stream()
        .filter(Files::isDirectory)
        .filter(inner -> !isRecorded(inner))
        .toList();
  }

  /** Returns whether a folder is a recording, or the pictures that {@code record} made from one. */
  private static boolean isRecorded(Path folder) {
    String name = Datasets.name(folder);
    return Files.exists(folder.resolve("zarr.json"))
        || (name.endsWith("-pictures")
            && Files.exists(folder.resolveSibling(name.replaceFirst("-pictures$", ".zarr"))));
  }

  private void addFilesWithoutClass(Path folder) throws IOException {
    for (Path file : Datasets.list(folder)) {
      if (Files.isRegularFile(file)) {
        (FileKind.of(file) == FileKind.PICTURE ? stray : others).add(file);
      }
    }
  }

  private void add(Part part, String className, Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Finder(found));
    if (found.isEmpty()) {
      empty.add(className);
    }
    found.stream().sorted().forEach(file -> entries.add(new Entry(file, part, className)));
  }

  private final class Finder extends SimpleFileVisitor<Path> {

    private final List<Path> pictures;

    Finder(List<Path> pictures) {
      this.pictures = pictures;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return Datasets.isHidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (Datasets.isHidden(file)) {
        return FileVisitResult.CONTINUE;
      }
      try {
        if (!attributes.isRegularFile()) {
          unreadable.add(file); // such as a broken link
          return FileVisitResult.CONTINUE;
        }
        boolean picture = FileKind.of(file) == FileKind.PICTURE;
        (picture ? pictures : others).add(file);
      } catch (IOException e) {
        unreadable.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      unreadable.add(file); // no permission, or a link to a folder that contains it
      return FileVisitResult.CONTINUE;
    }
  }
}
