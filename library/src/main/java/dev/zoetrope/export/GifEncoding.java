package dev.zoetrope.export;

import dev.zoetrope.recording.Progress;
import dev.zoetrope.render.IndexedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/** Writes pictures as a GIF that loops forever and shows its last picture for two seconds. */
final class GifEncoding {

  private static final int REST = 200;

  private GifEncoding() {}

  /**
   * Writes as many pictures as fit. If not all did, the file is useless.
   *
   * @param delay how long each picture is shown, in hundredths of a second
   * @param limit the largest size of the file in bytes
   * @return how many pictures fit
   */
  static int encode(
      FrameSource source, int[] frames, int delay, long limit, Path file, Progress progress)
      throws IOException {
    Files.deleteIfExists(file);
    progress.report(0, frames.length);
    IndexedImage image = source.indexed(frames[0]);
    try (ImageOutputStream out = new FileImageOutputStream(file.toFile());
        GifStream gif = new GifStream(out, image)) {
      for (int written = 0; written < frames.length; written++) {
        if (written > 0) {
          image = source.indexed(frames[written]);
        }
        gif.append(image, written == frames.length - 1 ? REST : delay);
        if (out.getStreamPosition() > limit) {
          return written;
        }
        progress.report(written + 1, frames.length);
      }
      gif.finish();
    }
    return Files.size(file) > limit ? frames.length - 1 : frames.length;
  }
}
