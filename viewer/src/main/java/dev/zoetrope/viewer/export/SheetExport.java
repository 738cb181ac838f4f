package dev.zoetrope.viewer.export;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.export.PngExporter;
import dev.zoetrope.export.VideoExporter;
import dev.zoetrope.export.VideoOptions;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Palette;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetLayout;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.ui.ByteCount;
import java.io.IOException;
import java.nio.file.Path;

/** A layer with the colours, probes and channels that are on the screen. */
public record SheetExport(
    Recording recording, RunData run, int layer, SheetOptions sheet, Colours colours)
    implements ExportSubject {

  @Override
  public String name() {
    return run.layers().get(layer).name();
  }

  @Override
  public int width() {
    return layout().width();
  }

  @Override
  public int height() {
    return layout().height();
  }

  private SheetLayout layout() {
    return SheetLayout.of(run.layers().get(layer), run.probes(), sheet);
  }

  @Override
  public String forecast(ExportPlan plan) throws IOException {
    long bytes =
        plan.format().video()
            ? VideoExporter.forecast(recording, name(), video(plan))
            : GifExporter.forecast(recording, name(), gif(plan));
    return ByteCount.about(bytes) + (plan.format().video() ? "" : levels());
  }

  /** Says how many levels are left if a GIF has room for fewer colours than the screen shows. */
  private String levels() throws IOException {
    return SheetRenderer.of(recording, name(), shading(), sheet)
        .gifPalette()
        .map(palette -> ", " + palette.levels() + " levels instead of " + Palette.LEVELS)
        .orElse("");
  }

  @Override
  public void write(ExportPlan plan, Path file, Progress progress) throws IOException {
    switch (plan.format()) {
      case PNG -> PngExporter.writeSheet(recording, name(), plan.frame(), shading(), sheet, file);
      case GIF -> GifExporter.write(recording, name(), gif(plan), file, progress);
      case MP4, MP4_LOSSLESS -> VideoExporter.write(recording, name(), video(plan), file, progress);
    }
  }

  private Shading shading() throws IOException {
    return colours.shading(recording, name());
  }

  private GifOptions gif(ExportPlan plan) throws IOException {
    return GifOptions.of(plan.first(), plan.last(), shading())
        .withFramesPerSecond(plan.gifRate())
        .withSheet(sheet);
  }

  private VideoOptions video(ExportPlan plan) throws IOException {
    return new VideoOptions(
        plan.first(), plan.last(), plan.framesPerSecond(), plan.lossless(), sheet, shading());
  }
}
