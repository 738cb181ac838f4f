package dev.zoetrope.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Loads labelled images in the usual forms: IDX files like MNIST's, CIFAR's binary files, or a
 * folder of pictures with one sub-folder per class.
 *
 * <pre>{@code
 * ImageDataset dataset = Datasets.load(Path.of("pictures"), DataOptions.DEFAULT);
 * dataset.preparation().forEach(System.out::println);
 * }</pre>
 */
public final class Datasets {

  private static final String READABLE =
      "readable are IDX files such as MNIST's, CIFAR's binary files, and pictures in a sub-folder"
          + " for each class";

  /** How many files of a sub-folder to look into; more would tell nothing new. */
  private static final int LOOKED_AT = 64;

  private Datasets() {}

  /**
   * Loads a data set. Its form is recognized by the content of its files, not by their names.
   *
   * @param folder the folder with the files; if a single folder at most two levels below holds IDX
   *     or CIFAR files, it is used
   * @throws DatasetException if the folder or a file is missing or unusable; the message says which
   */
  public static ImageDataset load(Path folder, DataOptions options) throws IOException {
    requireFolder(folder);
    try {
      Path place = place(folder);
      Map<FileKind, List<Path>> files = files(place, Integer.MAX_VALUE);
      if (files.containsKey(FileKind.IDX)) {
        refuseSize(options, "IDX");
        return IdxFolder.load(name(folder), place, files.get(FileKind.IDX), options);
      }
      if (options.transpose().isPresent()) {
        throw new DatasetException(folder + " holds no IDX files; only theirs can be transposed");
      }
      if (options.name().isPresent()) {
        throw new DatasetException(
            folder + " holds no IDX files; name the folder of the data set itself");
      }
      if (files.containsKey(FileKind.CIFAR)) {
        refuseSize(options, "CIFAR");
        return CifarFiles.load(
            name(folder),
            place,
            files.get(FileKind.CIFAR),
            files.getOrDefault(FileKind.OTHER, List.of()),
            options.seed());
      }
      PictureTree tree = PictureTree.of(folder);
      if (tree.isEmpty()) {
        throw nothing(folder, files);
      }
      return new PictureFolder(tree, options).load(name(folder));
    } catch (OutOfMemoryError e) {
      throw new DatasetException(
          "%s does not fit into Java's heap of %s MB; give it more, as in JAVA_TOOL_OPTIONS=-Xmx8g"
              .formatted(folder, Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private static void refuseSize(DataOptions options, String form) throws DatasetException {
    if (options.size().isPresent()) {
      throw new DatasetException(
          "a size can be given for folders of pictures; images of " + form + " keep theirs");
    }
  }

  private static void requireFolder(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    if (!Files.exists(path)) {
      throw new DatasetException(path + " does not exist");
    }
    throw new DatasetException(
        Files.isRegularFile(path) && FileKind.of(path) == FileKind.ARCHIVE
            ? path + " is an archive; unpack it and give the folder that it contains"
            : path + " is not a folder; give the folder that contains it");
  }

  /** Returns the folder or, if it has no data files, the only folder inside that has some. */
  private static Path place(Path folder) throws IOException {
    if (isOfFiles(files(folder, Integer.MAX_VALUE))) {
      return folder;
    }
    List<Path> found = new ArrayList<>();
    for (Path inner : foldersIn(folder)) {
      if (isOfFiles(files(inner, LOOKED_AT))) {
        found.add(inner);
      }
    }
    if (found.size() > 1) {
      throw new DatasetException(
          "%s holds %s data sets: %s; name the folder you want, as in %s"
              .formatted(
                  folder,
                  found.size(),
                  Words.list(found.stream().map(f -> folder.relativize(f).toString()).toList()),
                  found.get(0)));
    }
    return found.isEmpty() ? folder : found.get(0);
  }

  /** Returns the folders that downloading and unpacking create, as in {@code MNIST/raw}. */
  private static List<Path> foldersIn(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path inner : list(folder)) {
      if (Files.isDirectory(inner) && Files.isReadable(inner)) {
        folders.add(inner);
        list(inner).stream()
            .filter(deeper -> Files.isDirectory(deeper) && Files.isReadable(deeper))
            .forEach(folders::add);
      }
    }
    return folders;
  }

  private static boolean isOfFiles(Map<FileKind, List<Path>> files) {
    return files.containsKey(FileKind.IDX) || files.containsKey(FileKind.CIFAR);
  }

  private static Map<FileKind, List<Path>> files(Path folder, int most) throws IOException {
    Map<FileKind, List<Path>> kinds = new EnumMap<>(FileKind.class);
    int looked = 0;
    for (Path file : list(folder)) {
      if (Files.isRegularFile(file) && looked++ < most) {
        kinds.computeIfAbsent(FileKind.of(file), kind -> new ArrayList<>()).add(file);
      }
    }
    return kinds;
  }

  private static DatasetException nothing(Path folder, Map<FileKind, List<Path>> files) {
    if (files.containsKey(FileKind.PICTURE)) {
      return new DatasetException(
          "%s: pictures need a class: put them into one sub-folder per class, as in %s"
              .formatted(folder, folder.resolve("cat").resolve("1.png")));
    }
    if (files.containsKey(FileKind.ARCHIVE)) {
      return new DatasetException(files.get(FileKind.ARCHIVE).get(0) + " is an archive; unpack it");
    }
    if (files.containsKey(FileKind.PICKLE)) {
      return new DatasetException(
          files.get(FileKind.PICKLE).get(0) + " holds Python objects; use CIFAR's binary version");
    }
    List<Path> other = files.getOrDefault(FileKind.OTHER, List.of());
    return new DatasetException(
        "%s holds no images%s; %s"
            .formatted(
                folder,
                other.isEmpty() ? "" : " (but " + other.get(0).getFileName() + ")",
                READABLE));
  }

  /** Returns the folder's entries that are not hidden, in the same order on every system. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !isHidden(file)).sorted(Datasets::compare).toList();
    }
  }

  private static int compare(Path a, Path b) {
    return a.toString().compareTo(b.toString());
  }

  /** Returns whether this is a file that operating systems leave behind. */
  static boolean isHidden(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".")
        || name.equals("__MACOSX")
        || name.equalsIgnoreCase("Thumbs.db")
        || name.equalsIgnoreCase("desktop.ini");
  }

  /** Returns the name of a folder, also if its path is “.”. */
  static String name(Path folder) {
    Path name = folder.toAbsolutePath().normalize().getFileName();
    return name == null ? "data" : name.toString();
  }
}
