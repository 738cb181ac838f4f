package dev.zoetrope.dataset;

import java.util.Optional;

/**
 * Options for loading a data set, for what its files do not say. Immutable.
 *
 * <pre>{@code
 * DataOptions options = DataOptions.DEFAULT.withSize(new DataOptions.Size(48, 32)).withSeed(7);
 * ImageDataset dataset = Datasets.load(Path.of("pictures"), options);
 * }</pre>
 *
 * @param name which data set to load if the folder holds several; empty for the only one
 * @param size the width and height to scale pictures to; empty to choose a suitable size
 * @param transpose whether to swap rows and columns of IDX images; empty to decide by their names,
 *     since EMNIST's images are transposed
 * @param unreadable what to do with a picture that cannot be read
 * @param seed the seed for choosing test images if the files do not say which they are
 */
public record DataOptions(
    Optional<String> name,
    Optional<Size> size,
    Optional<Boolean> transpose,
    Unreadable unreadable,
    long seed) {

  /** Loads the data set as its files describe it. */
  public static final DataOptions DEFAULT =
      new DataOptions(Optional.empty(), Optional.empty(), Optional.empty(), Unreadable.SKIP, 1);

  /** What to do with a picture that cannot be read. */
  public enum Unreadable {
    /** Leave it out and name it. */
    SKIP,
    /** Fail. */
    FAIL
  }

  /**
   * A size in pixels.
   *
   * @param width 1…1024
   * @param height 1…1024
   */
  public record Size(int width, int height) {

    private static final int LARGEST = 1024;

    /**
     * Checks the sides.
     *
     * @throws IllegalArgumentException if one is not in 1…1024
     */
    public Size {
      if (Math.min(width, height) < 1 || Math.max(width, height) > LARGEST) {
        throw new IllegalArgumentException(
            "a size of %s×%s is not within 1…%s".formatted(width, height, LARGEST));
      }
    }

    /**
     * Parses {@code 32} or {@code 48x32}, width first.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Size parse(String text) {
      String[] sides = text.split("[x×]", -1);
      try {
        int width = Integer.parseInt(sides[0]);
        int height = sides.length == 1 ? width : Integer.parseInt(sides[1]);
        if (sides.length <= 2) {
          return new Size(width, height);
        }
      } catch (NumberFormatException e) {
        // falls through to the error below
      }
      throw new IllegalArgumentException("'" + text + "' is not a size such as 32 or 48x32");
    }

    @Override
    public String toString() {
      return width + "×" + height;
    }
  }

  /** Returns these options with another seed. */
  public DataOptions withSeed(long newSeed) {
    return new DataOptions(name, size, transpose, unreadable, newSeed);
  }

  /** Returns these options with a size for pictures. */
  public DataOptions withSize(Size newSize) {
    return new DataOptions(name, Optional.of(newSize), transpose, unreadable, seed);
  }

  /** Returns these options with the name of the data set to load. */
  public DataOptions withName(String newName) {
    return new DataOptions(Optional.of(newName), size, transpose, unreadable, seed);
  }

  /** Returns these options with rows and columns of IDX images always swapped, or never. */
  public DataOptions withTranspose(boolean wanted) {
    return new DataOptions(name, size, Optional.of(wanted), unreadable, seed);
  }

  /** Returns these options with another treatment of pictures that cannot be read. */
  public DataOptions withUnreadable(Unreadable newUnreadable) {
    return new DataOptions(name, size, transpose, newUnreadable, seed);
  }
}
