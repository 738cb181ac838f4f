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

/** Pictures in folders, brought to one size, and to grey if none has colours. */
final class PictureFolder {

  /** Larger pictures are made so small unless someone wants them larger. */
  private static final int USUAL_SIDE = 64;

  /** No smaller, or nothing would be left after pooling. */
  private static final int LEAST_SIDE = 4;

  /** Colours may differ so little from grey by the rounding of JPEG. */
  private static final int STILL_GREY = 4;

  private static final int CHANNELS = 3;

  private final PictureTree tree;
  private final DataOptions options;
  private final List<String> sentences;
  private final List<String> unreadable = new ArrayList<>();

  /** A picture, its place in the tree, and its pixels once they are read: [colour, y, x]. */
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

  /** The median of widths and of heights, made smaller if it is large. */
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
                reasons[i] = "its colours cannot be converted"; // a broken colour profile
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

  private static boolean isGrey(byte[] pixels) {
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
    sayHowMany(shots, shot -> isCut(shot, size), "cut at the edges, since their shape differs");
    sayHowMany(shots, shot -> shot.transparent, "shown on white where transparent");
    sayHowMany(
        shots,
        shot -> !shot.picture.orientation().equals(Orientation.UPRIGHT),
        "turned upright, as their EXIF says");
    sayHowMany(shots, shot -> shot.picture.animated(), "animated: only the first of each is used");
    if (!unreadable.isEmpty()) {
      sentences.add(
          Words.count(unreadable.size(), "picture")
              + " left out that cannot be read: "
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

  /** Whether a pixel of the result or more would have been beyond the edge. */
  private static boolean isCut(Shot shot, Size size) {
    double x = (double) shot.picture.width() / size.width();
    double y = (double) shot.picture.height() / size.height();
    return Math.abs(x - y) / Math.min(x, y) * Math.max(size.width(), size.height()) >= 1;
  }

  /** The names that occur: numbers by their value, others by their letters. */
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
      shots.get(i).pixels = null; // no longer needed
      labels[i] = classes.indexOf(shots.get(i).entry.className());
    }
    return new ImageSet(channels, size.height(), size.width(), Pixels.ofBytes(pixels), labels);
  }
}
