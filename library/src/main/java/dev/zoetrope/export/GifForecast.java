package dev.zoetrope.export;

import dev.zoetrope.render.IndexedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Estimates the size of a GIF from its first picture and a sample of changes over the range. */
final class GifForecast {

  private static final int SAMPLES = 16;

  private GifForecast() {}

  static long of(FrameSource source, int[] frames) throws IOException {
    int changes = frames.length - 1;
    int samples = Math.min(changes, SAMPLES);
    IndexedImage first = source.indexed(frames[0]);
    try (MemoryCacheImageOutputStream out =
            new MemoryCacheImageOutputStream(OutputStream.nullOutputStream());
        GifStream gif = new GifStream(out, first)) {
      gif.append(first, 0);
      long begin = out.getStreamPosition();
      long sum = 0;
      for (int sample = 0; sample < samples; sample++) {
        int change = (int) ((sample + 0.5) * changes / samples);
        gif.append(source.indexed(frames[change]), 0);
        long before = out.getStreamPosition();
        gif.append(source.indexed(frames[change + 1]), 0);
        sum += out.getStreamPosition() - before;
      }
      return begin + (samples == 0 ? 0 : sum * changes / samples);
    }
  }
}
