package dev.zoetrope.dataset;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads CIFAR's binary files: rows of one or two labels and 3 × 32 × 32 bytes, [channel, y, x].
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">The CIFAR-10 dataset</a>
 */
final class CifarFiles {

  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int VALUES = CHANNELS * SIDE * SIDE;

  /** The two data sets. */
  enum Form {
    /** One label per row. */
    CIFAR_10(1, 10, "batches.meta.txt"),
    /** A coarse label, which is ignored, and a fine one. */
    CIFAR_100(2, 100, "fine_label_names.txt");

    private final int labels;
    private final int classes;
    private final String names;

    Form(int labels, int classes, String names) {
      this.labels = labels;
      this.classes = classes;
      this.names = names;
    }

    private int row() {
      return labels + VALUES;
    }

    /** Returns the form that matches the file's length and first label, if any. */
    static Optional<Form> of(Path file) throws IOException {
      long size = Files.size(file);
      for (Form form : values()) {
        if (size > 0 && size % form.row() == 0) {
          try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(form.labels - 1);
            if (in.read() < form.classes) {
              return Optional.of(form);
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  private CifarFiles() {}

  /**
   * Loads a data set.
   *
   * @param name the data set's name
   * @param files the folder's files of this kind; those whose names contain “test” hold test images
   * @param others files of unknown kind, which may be damaged ones of this kind
   */
  static ImageDataset load(String name, Path folder, List<Path> files, List<Path> others, long seed)
      throws IOException {
    Form form = Form.of(files.get(0)).orElseThrow();
    for (Path file : others) {
      if (file.toString().endsWith(".bin")) {
        throw new DatasetException(
            "%s is truncated or damaged: its %s bytes are not rows of %s that begin with a label"
                .formatted(file, Files.size(file), form.row()));
      }
    }
    List<String> sentences = new ArrayList<>();
    Map<Part, List<Path>> parts = new EnumMap<>(Part.class);
    for (Path file : files) {
      if (Form.of(file).orElseThrow() != form) {
        throw new DatasetException(
            "%s holds both CIFAR-10 (%s) and CIFAR-100 (%s); put each into its own folder"
                .formatted(
                    folder,
                    form == Form.CIFAR_10 ? files.get(0).getFileName() : file.getFileName(),
                    form == Form.CIFAR_10 ? file.getFileName() : files.get(0).getFileName()));
      }
      Part part = IdxName.of(file).part().orElse(Part.TRAIN);
      parts.computeIfAbsent(part, key -> new ArrayList<>()).add(file);
    }
    Map<Part, ImageSet> sets = new EnumMap<>(Part.class);
    for (Map.Entry<Part, List<Path>> part : parts.entrySet()) {
      sets.put(part.getKey(), read(part.getValue(), form));
    }
    if (form == Form.CIFAR_100) {
      sentences.add("the classes are CIFAR-100's fine labels");
    }
    return Parts.of(sets, seed, sentences).dataset(name, "image", names(folder, form));
  }

  private static ImageSet read(List<Path> files, Form form) throws IOException {
    long rows = 0;
    for (Path file : files) {
      rows += Files.size(file) / form.row();
    }
    Heap.require(Words.count(rows, "image") + " of CIFAR", rows * VALUES, "");
    byte[] pixels = new byte[Math.toIntExact(rows * VALUES)];
    int[] labels = new int[Math.toIntExact(rows)];
    int image = 0;
    for (Path file : files) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
        for (long row = 0; row < Files.size(file) / form.row(); row++) {
          byte[] label = in.readNBytes(form.labels);
          int read = in.readNBytes(pixels, image * VALUES, VALUES);
          if (read < VALUES) {
            throw new DatasetException(file + " is truncated at image " + row);
          }
          labels[image] = label[form.labels - 1] & 0xff;
          if (labels[image] >= form.classes) {
            throw new DatasetException(
                "%s: the label of image %s is %s; there are %s classes"
                    .formatted(file, row, labels[image], form.classes));
          }
          image++;
        }
      }
    }
    return new ImageSet(CHANNELS, SIDE, SIDE, Pixels.ofBytes(pixels), labels);
  }

  /** Returns the class names from the folder's file of names, or numbers. */
  private static List<String> names(Path folder, Form form) throws IOException {
    Path file = folder.resolve(form.names);
    if (Files.isRegularFile(file)) {
      List<String> names =
          Files.readAllLines(file).stream().map(String::strip).filter(s -> !s.isEmpty()).toList();
      if (names.size() == form.classes) {
        return names;
      }
    }
    return ImageDataset.numbers(form.classes);
  }
}
