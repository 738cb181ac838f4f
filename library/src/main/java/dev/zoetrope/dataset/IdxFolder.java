package dev.zoetrope.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * IDX files in one folder: images and labels for training and testing, as in MNIST. The content of
 * a file tells what it holds; its name, what it is for.
 */
final class IdxFolder {

  private static final String COPIES =
      "where a file exists both packed and unpacked, the unpacked one is used";

  private final String defaultName;
  private final Path folder;
  private final DataOptions options;
  private final List<String> sentences = new ArrayList<>();

  /** A file, its parsed name, and whether it holds images rather than labels. */
  private record Entry(Path file, IdxName name, boolean images) {}

  /** Images and their labels. */
  private record Pair(Idx images, IdxLabels labels) {}

  private IdxFolder(String defaultName, Path folder, DataOptions options) {
    this.defaultName = defaultName;
    this.folder = folder;
    this.options = options;
  }

  /**
   * Loads a data set.
   *
   * @param name the data set's name, if its files do not give one
   * @param files the folder's IDX files
   */
  static ImageDataset load(String name, Path folder, List<Path> files, DataOptions options)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      IdxName said = IdxName.of(file);
      boolean images = said.images().isPresent() ? said.images().get() : axes(file) > 2;
      entries.add(new Entry(file, said, images));
    }
    return new IdxFolder(name, folder, options).load(entries);
  }

  private static int axes(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        Unpacked in = Unpacked.of(file.toString(), raw)) {
      byte[] magic = in.stream().readNBytes(4);
      return magic.length < 4 ? 0 : magic[3];
    }
  }

  private ImageDataset load(List<Entry> entries) throws IOException {
    String set = chooseSet(entries);
    List<Entry> chosen = entries.stream().filter(entry -> entry.name().set().equals(set)).toList();
    Map<Part, Pair> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      List<Entry> ofPart = chosen.stream().filter(e -> partOf(e) == part).toList();
      if (!ofPart.isEmpty()) {
        parts.put(part, pair(ofPart));
      }
    }
    boolean transposed =
        options.transpose().orElse(chosen.stream().anyMatch(e -> e.name().isEmnist()));
    return join(set.isEmpty() ? defaultName : set, parts, transposed);
  }

  private static Part partOf(Entry entry) {
    return entry.name().part().orElse(Part.TRAIN);
  }

  private String chooseSet(List<Entry> entries) throws DatasetException {
    Map<String, String> sets = new TreeMap<>();
    for (Entry entry : entries) {
      String set = entry.name().set();
      sets.put(set.isEmpty() ? defaultName : set, set);
    }
    if (options.name().isPresent()) {
      String set = sets.get(options.name().get());
      if (set == null) {
        throw new DatasetException(
            "%s holds no data set %s; it holds %s"
                .formatted(folder, options.name().get(), String.join(", ", sets.keySet())));
      }
      return set;
    }
    if (sets.size() > 1) {
      throw new DatasetException(
          "%s holds %s data sets: %s; name the one you want, as in --data-set %s"
              .formatted(
                  folder,
                  sets.size(),
                  String.join(", ", sets.keySet()),
                  sets.keySet().iterator().next()));
    }
    return sets.values().iterator().next();
  }

  private Pair pair(List<Entry> entries) throws IOException {
    Optional<Path> images = single(entries, true);
    Optional<Path> labels = single(entries, false);
    if (images.isEmpty() || labels.isEmpty()) {
      String there = images.or(() -> labels).orElseThrow().getFileName().toString();
      throw new DatasetException(
          images.isEmpty()
              ? "%s has no images for %s, such as %s"
                  .formatted(folder, there, there.replace("label", "image").replace("idx1", "idx3"))
              : "%s has no labels for %s, such as %s"
                  .formatted(
                      folder, there, there.replace("image", "label").replace("idx3", "idx1")));
    }
    Idx values = read(images.get());
    IdxLabels classes = IdxLabels.of(read(labels.get()));
    if (values.shape().get(0) != classes.values().length) {
      throw new DatasetException(
          "%s has %s images but %s has %s labels"
              .formatted(
                  images.get(), values.shape().get(0), labels.get(), classes.values().length));
    }
    return new Pair(values, classes);
  }

  /** Returns the only file of its kind; if it exists packed and unpacked, the unpacked one. */
  private Optional<Path> single(List<Entry> entries, boolean images) throws IOException {
    List<Path> found =
        entries.stream().filter(e -> e.images() == images).map(Entry::file).sorted().toList();
    if (found.size() > 1) {
      for (Path other : found.subList(1, found.size())) {
        if (!other.toString().equals(found.get(0) + ".gz")
            && Files.mismatch(found.get(0), other) >= 0) {
          throw new DatasetException(
              "%s and %s are both %s %s; keep one of them in the folder"
                  .formatted(
                      found.get(0),
                      other.getFileName(),
                      partOf(entries.get(0)).adjective(),
                      images ? "images" : "labels"));
        }
      }
      if (!sentences.contains(COPIES)) {
        sentences.add(COPIES);
      }
    }
    return found.stream().findFirst();
  }

  private static Idx read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file)) {
      return Idx.read(file.toString(), raw, Files.size(file));
    }
  }

  private ImageDataset join(String name, Map<Part, Pair> parts, boolean transposed)
      throws IOException {
    for (Pair pair : parts.values()) {
      pair.labels().sentence().filter(said -> !sentences.contains(said)).ifPresent(sentences::add);
    }
    ClassLabels classes =
        ClassLabels.of(parts.values().stream().map(pair -> pair.labels().values()).toList());
    int images = parts.values().stream().mapToInt(pair -> pair.images().shape().get(0)).sum();
    classes.requireFewerThan(images, folder.toString());
    classes.sentence().ifPresent(sentences::add);
    Pixels.Range range = Pixels.Range.suiting(parts.values().stream().map(Pair::images).toList());
    if (parts.values().stream().anyMatch(pair -> !range.isUsualFor(pair.images()))) {
      sentences.add(range.describe());
    }
    Map<Part, ImageSet> sets = new EnumMap<>(Part.class);
    for (Map.Entry<Part, Pair> part : parts.entrySet()) {
      Idx values = part.getValue().images();
      IdxLayout layout = IdxLayout.of(values, transposed);
      layout.arrange(values);
      sets.put(
          part.getKey(),
          layout.set(Pixels.of(values, range), classes.classes(part.getValue().labels().values())));
    }
    if (transposed) {
      sentences.add(
          "rows and columns were swapped"
              + (options.transpose().isPresent()
                  ? ""
                  : ", since EMNIST's images are transposed; --no-transpose leaves them as they are"));
    }
    return Parts.of(sets, options.seed(), sentences).dataset(name, "image", classes.names());
  }
}
