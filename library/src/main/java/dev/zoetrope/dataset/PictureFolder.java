package dev.zoetrope.dataset;

import dev.zoetrope.dataset.DataOptions.Size;
import dev.zoetrope.dataset.DataOptions.Unreadable;
import dev.zoetrope.dataset.Picture.UnreadableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Loads pictures from folders, scaled to one size, and as grey if none has colours. */
final class PictureFolder {

  /** The default limit of a side; larger pictures are scaled down unless a size is given. */
  private static final int USUAL_SIDE = 64;

  /** The smallest side; with less, nothing would be left after pooling. */
  private static final int LEAST_SIDE = 4;

  /** How far the channels of grey may differ because of JPEG's rounding. */
  private static final int STILL_GREY = 4;

  private static final int CHANNELS = 3;

  private final PictureTree tree;
  private final DataOptions options;
  private final List<String> sentences;
  private final List<String> unreadable = new ArrayList<>();

  /** A picture, its entry in the tree, and, once read, its pixels [colour, y, x]. */
  private static final class Shot {

    final PictureTree.Entry entry;
    final Picture picture;
    byte[] pixels;
    boolean transparent;

    Shot(PictureTree.Entry entry, Picture picture) {
      this.entry = entry;
      this.picture = picture;
    }
  }

  PictureFolder(PictureTree tree, DataOptions options) {
    this.tree = tree;
    this.options = options;
    this.sentences = new ArrayList<>(tree.sentences());
  }

  ImageDataset load(String name) throws DatasetException {
    for (Path file : tree.unreadable()) {
      leaveOut(file, "cannot be opened");
    }
    List<Shot> shots = headers();
    Size size = options.size().orElseGet(() -> commonSize(shots));
    Heap.require(
        Words.count(shots.size(), "picture") + " of " + size,
        2L * shots.size() * CHANNELS * size.width() * size.height(),
        "choose a smaller size, as in --size 32");
    List<Shot> read = read(shots, size);
    if (read.isEmpty()) {
      throw new DatasetException(
          "none of the pictures of %s can be read: %s".formatted(name, unreadable.get(0)));
    }
    boolean grey = read.stream().allMatch(shot -> isGrey(shot.pixels));
    describe(read, size);
    List<String> classes = classNames(read.stream().map(shot -> shot.entry.className()).toList());
    sayWhatIsLost(classes);
    Map<Part, ImageSet> sets = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      List<Shot> ofPart = read.stream().filter(shot -> shot.entry.part() == part).toList();
      if (!ofPart.isEmpty()) {
        sets.put(part, join(ofPart, size, grey ? 1 : CHANNELS, classes));
      }
    }
    return Parts.of(sets, options.seed(), sentences).dataset(name, "picture", classes);
  }

  private void leaveOut(Path file, String reason) throws DatasetException {
    if (options.unreadable() == Unreadable.FAIL) {
      throw new DatasetException(file + " cannot be read: " + reason);
    }
    unreadable.add(
        Datasets.name(file.getParent()) + "/" + file.getFileName() + " (" + reason + ")");
  }

  private List<Shot> headers() throws DatasetException {
    List<Shot> shots = new ArrayList<>();
    for (PictureTree.Entry entry : tree.entries()) {
      try {
        shots.add(new Shot(entry, Picture.of(entry.file())));
      } catch (UnreadableException e) {
        leaveOut(entry.file(), e.getMessage());
      }
    }
    return shots;
  }

  /** Returns the median width and height, scaled down if large. */
  private static Size commonSize(List<Shot> shots) {
    double width = median(shots, shot -> shot.picture.width());
    double height = median(shots, shot -> shot.picture.height());
    double scale = Math.min(1, USUAL_SIDE / Math.max(width, height));
    return new Size(
        Math.max(LEAST_SIDE, (int) Math.round(width * scale)),
        Math.max(LEAST_SIDE, (int) Math.round(height * scale)));
  }

  private static int median(List<Shot> shots, ToIntFunction<Shot> side) {
    int[] sides = shots.stream().mapToInt(side).sorted().toArray();
    return sides.length == 0 ? LEAST_SIDE : sides[sides.length / 2];
  }

  private List<Shot> read(List<Shot> shots, Size size) throws DatasetException {
    String[] reasons = new String[shots.size()];
    IntStream.range(0, reasons.length)
        .parallel()
        .forEach(
            i -> {
              try {
                read(shots.get(i), size);
              } catch (UnreadableException e) {
                reasons[i] = e.getMessage();
              } catch (RuntimeException e) {
                reasons[i] = "its colours cannot be converted"; // the colour profile is broken
              }
            });
    List<Shot> read = new ArrayList<>();
    for (int i = 0; i < reasons.length; i++) {
      if (reasons[i] == null) {
        read.add(shots.get(i));
      } else {
        leaveOut(shots.get(i).entry.file(), reasons[i]);
      }
    }
    return read;
  }

  private static void read(Shot shot, Size size) throws UnreadableException {
    byte[] pixels = new byte[CHANNELS * size.width() * size.height()];
    shot.transparent =
        PictureScaler.scale(
            shot.picture.read(),
            shot.picture.orientation(),
            size.width(),
            size.height(),
            pixels,
            0);
    shot.pixels = pixels;
  }

  /** Returns whether a picture, [colour, y, x], has no colours; then its red is its grey. */
  static boolean isGrey(byte[] pixels) {
    int plane = pixels.length / CHANNELS;
    for (int i = 0; i < plane; i++) {
      int red = pixels[i] & 0xff;
      int green = pixels[i + plane] & 0xff;
      int blue = pixels[i + 2 * plane] & 0xff;
      if (Math.max(Math.abs(red - green), Math.abs(green - blue)) > STILL_GREY) {
        return false;
      }
    }
    return true;
  }

  private void describe(List<Shot> shots, Size size) {
    sayHowMany(shots, shot -> !has(shot, size), "scaled to " + size);
    sayHowMany(shots, shot -> isCut(shot, size), "cropped to fit the shape");
    sayHowMany(shots, shot -> shot.transparent, "shown on white where transparent");
    sayHowMany(
        shots,
        shot -> !shot.picture.orientation().equals(Orientation.UPRIGHT),
        "turned upright according to EXIF data");
    sayHowMany(shots, shot -> shot.picture.animated(), "animated: only the first of each is used");
    if (!unreadable.isEmpty()) {
      sentences.add(
          Words.count(unreadable.size(), "picture")
              + " unreadable and left out: "
              + Words.list(unreadable));
    }
  }

  private void sayHowMany(List<Shot> shots, Predicate<Shot> which, String what) {
    long count = shots.stream().filter(which).count();
    if (count > 0) {
      sentences.add(
          (count == shots.size() ? "all pictures " : Words.count(count, "picture") + " ") + what);
    }
  }

  private void sayWhatIsLost(List<String> classes) {
    TreeSet<String> lost = new TreeSet<>();
    tree.entries().forEach(entry -> lost.add(entry.className()));
    classes.forEach(lost::remove);
    if (!lost.isEmpty()) {
      sentences.add("no readable pictures of " + Words.list(lost));
    }
  }

  private static boolean has(Shot shot, Size size) {
    return shot.picture.width() == size.width() && shot.picture.height() == size.height();
  }

  /** Returns whether at least one pixel of the result is cut off. */
  private static boolean isCut(Shot shot, Size size) {
    double x = (double) shot.picture.width() / size.width();
    double y = (double) shot.picture.height() / size.height();
    return Math.abs(x - y) / Math.min(x, y) * Math.max(size.width(), size.height()) >= 1;
  }

  /** Returns the distinct names, numbers sorted by value, others alphabetically. */
  private static List<String> classNames(List<String> names) {
    boolean numbers = names.stream().allMatch(name -> name.matches("\\d{1,9}"));
    Comparator<String> order =
        numbers
            ? Comparator.<String>comparingInt(Integer::parseInt)
                .thenComparing(Comparator.naturalOrder())
            : Comparator.naturalOrder();
    TreeSet<String> sorted = new TreeSet<>(order);
    sorted.addAll(names);
    return List.copyOf(sorted);
  }

  private static ImageSet join(List<Shot> shots, Size size, int channels, List<String> classes) {
    int values = channels * size.width() * size.height();
    byte[] pixels = new byte[shots.size() * values];
    int[] labels = new int[shots.size()];
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(shots.get(i).pixels, 0, pixels, i * values, values);
      shots.get(i).pixels = null; // free the memory
      labels[i] = classes.indexOf(shots.get(i).entry.className());
    }
    return new ImageSet(channels, size.height(), size.width(), Pixels.ofBytes(pixels), labels);
  }
}
