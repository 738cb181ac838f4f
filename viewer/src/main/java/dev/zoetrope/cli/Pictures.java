package dev.zoetrope.cli;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.export.PngExporter;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.ContactSheet;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.Theme;
import dev.zoetrope.render.TrainingChart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes the pictures of a finished recording: one GIF per conv layer, a chart, a contact sheet. */
final class Pictures {

  /** The largest GIF that many web sites accept. */
  static final long MAX_GIF_BYTES = 10_000_000;

  private static final int CHART_WIDTH = 1200;
  private static final int CHART_HEIGHT = 600;

  private Pictures() {}

  /** Writes all pictures into a folder, and creates it if necessary. */
  static void writeAll(Path path, Path folder, PrintWriter err, Interruption interruption)
      throws IOException {
    Files.createDirectories(folder);
    Console console = new Console(err);
    try (Recording recording = Recording.open(path)) {
      writeChart(recording, folder.resolve("training.png"));
      writeContactSheet(recording, recording.info().frames() - 1, folder.resolve("all-layers.png"));
      List<Layer> maps =
          recording.info().layers().stream().filter(layer -> layer.shape().size() == 3).toList();
      int last = recording.info().frames() - 1;
      for (Layer layer : maps) {
        GifOptions options =
            GifOptions.of(0, last, Shading.suiting(recording, layer.name()))
                .withMaxBytes(MAX_GIF_BYTES);
        GifExporter.write(
            recording,
            layer.name(),
            options,
            folder.resolve(fileName(layer.name()) + ".gif"),
            console.showing("drawing " + layer.name() + ".gif", interruption));
      }
    } finally {
      console.end(false);
    }
  }

  static void writeChart(Recording recording, Path file) throws IOException {
    TrainingChart chart = TrainingChart.of(recording);
    PngExporter.write(chart.render(chart.layout(CHART_WIDTH, CHART_HEIGHT, 2), Theme.LIGHT), file);
  }

  static void writeContactSheet(Recording recording, int frame, Path file) throws IOException {
    PngExporter.write(ContactSheet.of(recording, SheetOptions.DEFAULT).render(frame), file);
  }

  /** Returns a layer's name in a form that is allowed in file names. */
  static String fileName(String layer) {
    return layer.replaceAll("[^A-Za-z0-9._-]", ".");
  }
}
