package dev.zoetrope.export;

import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;

/**
 * The content of a video. Immutable.
 *
 * <pre>{@code
 * VideoOptions options =
 *     new VideoOptions(0, 290, 25, true, SheetOptions.DEFAULT, Shading.DEFAULT);
 * }</pre>
 *
 * @param firstFrame the first frame
 * @param lastFrame the last frame, always included
 * @param framesPerSecond the frame rate, 0.1…240
 * @param lossless whether every colour is exact: H.264 in RGB, which not every player supports;
 *     otherwise high quality in 4:4:4, in which red and blue do not smear
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
      throw new IllegalArgumentException(framesPerSecond + " frames per second; 0.1 to 240 work");
    }
  }

  int frames() {
    return lastFrame - firstFrame + 1;
  }
}
