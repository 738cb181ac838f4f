package dev.zoetrope.export;

import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;

/**
 * What to put into a video.
 *
 * @param firstFrame the first frame
 * @param lastFrame the last frame, included
 * @param framesPerSecond how fast it plays
 * @param lossless whether every colour is exact, as H.264 in RGB, which not every player shows;
 *     otherwise 4:4:4 at high quality, in which red and blue do not smear
 * @param sheet what each picture shows
 * @param shading how values become colours
 */
public record VideoOptions(
    int firstFrame,
    int lastFrame,
    double framesPerSecond,
    boolean lossless,
    SheetOptions sheet,
    Shading shading) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the range is empty or the rate is not in 0.1…240
   */
  public VideoOptions {
    if (firstFrame < 0 || lastFrame < firstFrame) {
      throw new IllegalArgumentException("frames " + firstFrame + " to " + lastFrame);
    }
    if (!(framesPerSecond >= 0.1 && framesPerSecond <= 240)) {
      throw new IllegalArgumentException(framesPerSecond + " frames a second");
    }
  }

  int frames() {
    return lastFrame - firstFrame + 1;
  }
}
