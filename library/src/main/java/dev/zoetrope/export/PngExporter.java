package dev.zoetrope.export;

import dev.zoetrope.files.PartialFile;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.SheetRenderer;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes pictures as PNG, replacing any existing file.
 *
 * <pre>{@code
 * Shading shading = Shading.suiting(recording, "conv3");
 * PngExporter.writeSheet(recording, "conv3", 290, shading, SheetOptions.DEFAULT, file);
 * }</pre>
 */
public final class PngExporter {

  private PngExporter() {}

  /** Writes a picture with its palette. */
  public static void write(IndexedImage image, Path file) throws IOException {
    write(image.toBufferedImage(), file);
  }

  /** Writes any picture, such as a chart or a contact sheet. */
  public static void write(RenderedImage image, Path file) throws IOException {
    PartialFile.write(
        file,
        temporary -> {
          try (OutputStream out = Files.newOutputStream(temporary);
              ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(image, "png", stream)) {
              throw new IOException("this Java runtime cannot write PNG");
            }
          }
        });
  }

  /**
   * Writes the sheet of one layer at one frame.
   *
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public static void writeSheet(
      Recording recording,
      String layer,
      int frame,
      Shading shading,
      SheetOptions options,
      Path file)
      throws IOException {
    float[] values = recording.activation(layer, frame);
    SheetRenderer renderer = SheetRenderer.of(recording, layer, shading, options);
    IndexedImage image = renderer.newImage();
    renderer.render(values, recording.steps()[frame], image);
    write(renderer.picture(image), file);
  }
}
