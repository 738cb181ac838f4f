package dev.zoetrope.export;

import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The size of a GIF, from its first picture and some changes spread over the range. */
final class GifForecast {

  private static final int SAMPLES = 16;

  private GifForecast() {}

  static long of(SheetSource source, int[] frames) throws IOException {
    int changes = frames.length - 1;
    int samples = Math.min(changes, SAMPLES);
    try (MemoryCacheImageOutputStream out =
            new MemoryCacheImageOutputStream(OutputStream.nullOutputStream());
        GifStream gif = new GifStream(out, source.image())) {
      source.draw(frames[0]);
      gif.append(source.image(), 0);
      long first = out.getStreamPosition();
      long sum = 0;
      for (int sample = 0; sample < samples; sample++) {
        int change = (int) ((sample + 0.5) * changes / samples);
        source.draw(frames[change]);
        gif.append(source.image(), 0);
        long before = out.getStreamPosition();
        source.draw(frames[change + 1]);
        gif.append(source.image(), 0);
        sum += out.getStreamPosition() - before;
      }
      return first + (samples == 0 ? 0 : sum * changes / samples);
    }
  }
}
