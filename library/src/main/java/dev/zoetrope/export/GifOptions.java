package dev.zoetrope.export;

import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;

/**
 * The content of an animated GIF. Immutable.
 *
 * <pre>{@code
 * GifOptions options = GifOptions.of(0, 290, Shading.DEFAULT).withEvery(2).withFramesPerSecond(10);
 * }</pre>
 *
 * @param firstFrame the first frame
 * @param lastFrame the last frame, always included
 * @param every take every nth frame
 * @param framesPerSecond the frame rate, 0.1…50; GIF counts in hundredths of a second, so the
 *     nearest possible rate is used
 * @param maxBytes the largest size, or 0 for no limit; frames are left out and cells made smaller
 *     until it fits
 * @param sheet what each picture shows
 * @param shading how values become colours
 */
public record GifOptions(
    int firstFrame,
    int lastFrame,
    int every,
    double framesPerSecond,
    long maxBytes,
    SheetOptions sheet,
    Shading shading) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the range is empty or a number is out of bounds
   */
  public GifOptions {
    if (firstFrame < 0 || lastFrame < firstFrame) {
      throw new IllegalArgumentException("frames " + firstFrame + " to " + lastFrame);
    }
    if (every < 1) {
      throw new IllegalArgumentException("every " + every + " frames");
    }
    if (!(framesPerSecond >= 0.1 && framesPerSecond <= 50)) {
      throw new IllegalArgumentException(framesPerSecond + " frames per second; 0.1 to 50 work");
    }
    if (maxBytes < 0) {
      throw new IllegalArgumentException("at most " + maxBytes + " bytes");
    }
  }

  /**
   * Returns options for every frame of a range at 25 frames per second, without a limit, on the
   * default sheet.
   */
  public static GifOptions of(int firstFrame, int lastFrame, Shading shading) {
    return new GifOptions(firstFrame, lastFrame, 1, 25, 0, SheetOptions.DEFAULT, shading);
  }

  /** Returns these options with only every nth frame. */
  public GifOptions withEvery(int n) {
    return new GifOptions(firstFrame, lastFrame, n, framesPerSecond, maxBytes, sheet, shading);
  }

  /** Returns these options with another frame rate. */
  public GifOptions withFramesPerSecond(double rate) {
    return new GifOptions(firstFrame, lastFrame, every, rate, maxBytes, sheet, shading);
  }

  /** Returns these options with a limit in bytes, 0 for none. */
  public GifOptions withMaxBytes(long limit) {
    return new GifOptions(firstFrame, lastFrame, every, framesPerSecond, limit, sheet, shading);
  }

  /** Returns these options with another sheet. */
  public GifOptions withSheet(SheetOptions newSheet) {
    return new GifOptions(
        firstFrame, lastFrame, every, framesPerSecond, maxBytes, newSheet, shading);
  }

  /** Returns the frames to take: every nth from the first, and the last. */
  int[] frames() {
    int count = (lastFrame - firstFrame + every - 1) / every + 1;
    int[] frames = new int[count];
    for (int i = 0; i < count; i++) {
      frames[i] = Math.min(firstFrame + i * every, lastFrame);
    }
    return frames;
  }

  /** Returns how long each picture is shown, in hundredths of a second. */
  int delay() {
    return delay(framesPerSecond);
  }

  static int delay(double framesPerSecond) {
    return (int) Math.max(2, Math.round(100 / framesPerSecond));
  }
}
