package dev.zoetrope.dataset;

import java.util.Optional;

/**
 * What someone may want of a data set besides what its files say.
 *
 * @param name which data set, where a folder holds several; empty for the only one
 * @param size width and height of pictures; empty for what suits them
 * @param transpose whether rows and columns of IDX images are exchanged; empty for what their names
 *     say: EMNIST's lie on their side
 * @param unreadable what becomes of a picture that cannot be read
 * @param seed decides which images are kept for the test where files do not say it
 */
public record DataOptions(
    Optional<String> name,
    Optional<Size> size,
    Optional<Boolean> transpose,
    Unreadable unreadable,
    long seed) {

  /** Everything as the files say. */
  public static final DataOptions DEFAULT =
      new DataOptions(Optional.empty(), Optional.empty(), Optional.empty(), Unreadable.SKIP, 1);

  /** What becomes of a picture that cannot be read. */
  public enum Unreadable {
    /** It is named and left out. */
    SKIP,
    /** It is an error. */
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
            "a size of %d×%d is not within 1…%d".formatted(width, height, LARGEST));
      }
    }

    /**
     * Reads {@code 32} or {@code 48x32}, width first.
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
        // falls through to the message for all that is no size
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

  /** Returns these options with one of several data sets chosen. */
  public DataOptions withName(String newName) {
    return new DataOptions(Optional.of(newName), size, transpose, unreadable, seed);
  }

  /** Returns these options with rows and columns of IDX images exchanged, or not, for sure. */
  public DataOptions withTranspose(boolean wanted) {
    return new DataOptions(name, size, Optional.of(wanted), unreadable, seed);
  }

  /** Returns these options with something else done about pictures that cannot be read. */
  public DataOptions withUnreadable(Unreadable newUnreadable) {
    return new DataOptions(name, size, transpose, newUnreadable, seed);
  }
}
