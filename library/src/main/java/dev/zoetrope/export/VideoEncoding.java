package dev.zoetrope.export;

import dev.zoetrope.recording.Progress;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Makes an MP4 from pictures with {@code ffmpeg}. */
final class VideoEncoding {

  private final FrameSource source;
  private final double framesPerSecond;
  private final boolean lossless;

  VideoEncoding(FrameSource source, double framesPerSecond, boolean lossless) {
    this.source = source;
    this.framesPerSecond = framesPerSecond;
    this.lossless = lossless;
  }

  static Optional<Path> ffmpeg() {
    for (String directory :
        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (String name : List.of("ffmpeg", "ffmpeg.exe")) {
        Path candidate = Path.of(directory.isEmpty() ? "." : directory, name);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  /** Estimates the size of a video by encoding its beginning. */
  long forecast(int first, int count) throws IOException {
    int sample = Math.min(count, 24);
    Path file = Files.createTempFile("zoetrope", ".mp4");
    try {
      encode(first, sample, file, Progress.NONE);
      return Files.size(file) * count / sample;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Encodes a number of frames, starting with the first. */
  void encode(int first, int count, Path file, Progress progress) throws IOException {
    Path messages = Files.createTempFile("zoetrope-ffmpeg", ".log");
    Process process =
        new ProcessBuilder(command(file))
            .redirectError(messages.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      feed(process, first, count, progress);
      if (process.waitFor() != 0) {
        throw new IOException("ffmpeg failed: " + said(messages));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the export was interrupted");
    } catch (CancellationException e) {
      throw e;
    } catch (IOException e) {
      String said = said(messages);
      throw said.isEmpty() ? e : new IOException("ffmpeg failed: " + said, e);
    } finally {
      process.destroyForcibly();
      Files.deleteIfExists(messages);
    }
  }

  private static String said(Path messages) throws IOException {
    return new String(Files.readAllBytes(messages), StandardCharsets.UTF_8).strip();
  }

  private void feed(Process process, int first, int count, Progress progress) throws IOException {
    byte[] rgb = new byte[3 * source.width() * source.height()];
    progress.report(0, count);
    try (OutputStream out = process.getOutputStream()) {
      for (int i = 0; i < count; i++) {
        source.rgb(first + i, rgb);
        out.write(rgb);
        progress.report(i + 1, count);
      }
    }
  }

  private List<String> command(Path file) throws IOException {
    Path ffmpeg =
        ffmpeg()
            .orElseThrow(
                () -> new IOException("MP4 needs ffmpeg on the PATH; install it, or export a GIF"));
    List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-y", "-v", "error"));
    command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "rgb24"));
    command.addAll(List.of("-s", source.width() + "x" + source.height()));
    command.addAll(List.of("-r", String.format(Locale.ROOT, "%.3f", framesPerSecond)));
    command.addAll(List.of("-i", "-", "-an"));
    if (lossless) {
      command.addAll(List.of("-c:v", "libx264rgb", "-crf", "0"));
    } else {
      command.addAll(List.of("-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv444p"));
    }
    command.addAll(List.of("-movflags", "+faststart", "-f", "mp4", file.toString()));
    return command;
  }
}
