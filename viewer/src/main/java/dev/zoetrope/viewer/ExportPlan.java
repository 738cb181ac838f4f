package dev.zoetrope.viewer;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.export.PngExporter;
import dev.zoetrope.export.VideoExporter;
import dev.zoetrope.export.VideoOptions;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetLayout;
import dev.zoetrope.render.SheetOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What is to be exported: the layer on the screen with its colours, probes and channels.
 *
 * @param frame the frame of a PNG
 * @param first the first frame of an animation
 * @param last its last frame
 */
record ExportPlan(
    Recording recording,
    RunData run,
    int layer,
    Format format,
    SheetOptions sheet,
    Colours colours,
    int frame,
    int first,
    int last,
    double framesPerSecond) {

  /** What kinds of files there are. */
  enum Format {
    PNG("PNG, this step", "png"),
    GIF("GIF animation", "gif"),
    MP4("MP4 video", "mp4"),
    MP4_LOSSLESS("MP4 video, every colour exact (few players show it)", "mp4");

    private final String label;
    private final String extension;

    Format(String label, String extension) {
      this.label = label;
      this.extension = extension;
    }

    String extension() {
      return extension;
    }

    boolean video() {
      return this == MP4 || this == MP4_LOSSLESS;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  String layerName() {
    return run.layers().get(layer).name();
  }

  int frames() {
    return format == Format.PNG ? 1 : last - first + 1;
  }

  /** Width and height of the pictures. */
  String pixels() {
    SheetLayout layout = SheetLayout.of(run.layers().get(layer), run.probes(), sheet);
    return layout.width() + " × " + layout.height();
  }

  /** Guesses the size of the file; reads and draws some frames. */
  long forecast() throws IOException {
    return switch (format) {
      case PNG -> 0;
      case GIF -> GifExporter.forecast(recording, layerName(), gif());
      case MP4, MP4_LOSSLESS -> VideoExporter.forecast(recording, layerName(), video());
    };
  }

  void write(Path file, Progress progress) throws IOException {
    switch (format) {
      case PNG -> PngExporter.writeSheet(recording, layerName(), frame, shading(), sheet, file);
      case GIF -> GifExporter.write(recording, layerName(), gif(), file, progress);
      case MP4, MP4_LOSSLESS ->
          VideoExporter.write(recording, layerName(), video(), file, progress);
    }
  }

  private Shading shading() throws IOException {
    return colours.shading(recording, layerName());
  }

  private GifOptions gif() throws IOException {
    return GifOptions.of(first, last, shading())
        .withFramesPerSecond(Math.max(0.1, Math.min(50, framesPerSecond)))
        .withSheet(sheet);
  }

  private VideoOptions video() throws IOException {
    return new VideoOptions(
        first, last, framesPerSecond, format == Format.MP4_LOSSLESS, sheet, shading());
  }
}
