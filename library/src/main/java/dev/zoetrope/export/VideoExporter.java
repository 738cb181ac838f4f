package dev.zoetrope.export;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SheetRenderer;
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

/**
 * Writes a layer's sheets as an MP4 by means of {@code ffmpeg}, which must be on the {@code PATH}.
 */
public final class VideoExporter {

  private VideoExporter() {}

  /** Returns whether {@code ffmpeg} is there. */
  public static boolean available() {
    return ffmpeg().isPresent();
  }

  private static Optional<Path> ffmpeg() {
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

  /**
   * Writes a video; a file of that name is replaced.
   *
   * @param progress counts frames
   * @throws IllegalArgumentException if there is no such layer or frame
   * @throws CancellationException if progress asks to stop
   */
  public static void write(
      Recording recording, String layer, VideoOptions options, Path file, Progress progress)
      throws IOException {
    SheetSource source = source(recording, layer, options);
    PartialFile.write(
        file, temporary -> encode(source, options, options.frames(), temporary, progress));
  }

  /**
   * Guesses the size of a video by encoding its beginning.
   *
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public static long forecast(Recording recording, String layer, VideoOptions options)
      throws IOException {
    int sample = Math.min(options.frames(), 24);
    Path file = Files.createTempFile("zoetrope", ".mp4");
    try {
      SheetSource source = source(recording, layer, options);
      encode(source, options, sample, file, Progress.NONE);
      return Files.size(file) * options.frames() / sample;
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static SheetSource source(Recording recording, String layer, VideoOptions options)
      throws IOException {
    Layer described = recording.info().layer(layer);
    SheetRenderer renderer = SheetRenderer.of(recording, layer, options.shading(), options.sheet());
    return new SheetSource(recording, described, recording.steps(), renderer);
  }

  /** Encodes the first frames of the range. */
  private static void encode(
      SheetSource source, VideoOptions options, int count, Path file, Progress progress)
      throws IOException {
    Path messages = Files.createTempFile("zoetrope-ffmpeg", ".log");
    Process process =
        new ProcessBuilder(command(source.image(), options, file))
            .redirectError(messages.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      feed(process, source, options, count, progress);
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

  private static void feed(
      Process process, SheetSource source, VideoOptions options, int count, Progress progress)
      throws IOException {
    IndexedImage image = source.image();
    int[] palette = image.palette();
    byte[] rgb = new byte[3 * image.pixels().length];
    progress.report(0, count);
    try (OutputStream out = process.getOutputStream()) {
      for (int i = 0; i < count; i++) {
        source.draw(options.firstFrame() + i);
        int at = 0;
        for (byte index : image.pixels()) {
          int color = palette[index & 0xFF];
          rgb[at++] = (byte) (color >> 16);
          rgb[at++] = (byte) (color >> 8);
          rgb[at++] = (byte) color;
        }
        out.write(rgb);
        progress.report(i + 1, count);
      }
    }
  }

  private static List<String> command(IndexedImage image, VideoOptions options, Path file)
      throws IOException {
    Path ffmpeg =
        ffmpeg()
            .orElseThrow(
                () -> new IOException("MP4 needs ffmpeg on the PATH; install it, or export a GIF"));
    List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-y", "-v", "error"));
    command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "rgb24"));
    command.addAll(List.of("-s", image.width() + "x" + image.height()));
    command.addAll(List.of("-r", String.format(Locale.ROOT, "%.3f", options.framesPerSecond())));
    command.addAll(List.of("-i", "-", "-an"));
    if (options.lossless()) {
      command.addAll(List.of("-c:v", "libx264rgb", "-crf", "0"));
    } else {
      command.addAll(List.of("-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv444p"));
    }
    command.addAll(List.of("-movflags", "+faststart", "-f", "mp4", file.toString()));
    return command;
  }
}
