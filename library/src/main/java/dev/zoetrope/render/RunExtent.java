package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.Statistics;
import java.io.IOException;

/** The smallest and largest finite values of a layer over a run; +∞ and −∞ if there are none. */
record RunExtent(float min, float max) {

  /** The most frames to read: enough for a picture, and fast for a run of any length. */
  private static final int MOST_FRAMES = 512;

  static RunExtent of(Recording recording, Layer layer) throws IOException {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    int frames = recording.info().frames();
    int visits = Math.min(frames, MOST_FRAMES);
    for (int visit = 0; visit < visits; visit++) {
      int frame = visits == 1 ? 0 : (int) ((long) visit * (frames - 1) / (visits - 1));
      for (Statistics channel : recording.statistics(layer.name(), frame)) {
        if (channel.min() <= channel.max()) {
          min = Math.min(min, channel.min());
          max = Math.max(max, channel.max());
        }
      }
    }
    return new RunExtent(min, max);
  }

  boolean neverNegative() {
    return min >= 0 && max > 0;
  }
}
