package dev.zoetrope.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** A video as ffmpeg decodes it. */
final class VideoReading {

  private VideoReading() {}

  /** Returns red, green and blue of every pixel of every frame. */
  static byte[] of(Path video) throws Exception {
    Path raw = video.resolveSibling("frames.rgb");
    Process ffmpeg =
        new ProcessBuilder(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                video.toString(),
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                raw.toString())
            .inheritIO()
            .start();
    assertThat(ffmpeg.waitFor()).isZero();
    return Files.readAllBytes(raw);
  }
}
