package dev.zoetrope.viewer.export;

import dev.zoetrope.export.OverviewExporter;
import dev.zoetrope.export.PngExporter;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Overview;
import dev.zoetrope.render.Palette;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.ui.ByteCount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All layers of one probe, in the size they have on the screen. */
public record OverviewExport(
    Recording recording, Overview overview, int probe, Colours colours, Theme theme)
    implements ExportSubject {

  @Override
  public String name() {
    return "overview";
  }

  @Override
  public int width() {
    return overview.width();
  }

  @Override
  public int height() {
    return overview.height();
  }

  @Override
  public String forecast(ExportPlan plan) throws IOException {
    OverviewExporter exporter = exporter();
    if (plan.format().video()) {
      return ByteCount.about(
          exporter.forecastVideo(
              plan.first(), plan.last(), plan.framesPerSecond(), plan.lossless()));
    }
    String size = ByteCount.about(exporter.forecastGif(plan.first(), plan.last()));
    return exporter.gifLevels() == Palette.LEVELS
        ? size
        : size + ", " + exporter.gifLevels() + " levels per colormap instead of " + Palette.LEVELS;
  }

  @Override
  public void write(ExportPlan plan, Path file, Progress progress) throws IOException {
    switch (plan.format()) {
      case PNG -> writePng(plan.frame(), file);
      case GIF -> exporter().writeGif(plan.first(), plan.last(), plan.gifRate(), file, progress);
      case MP4, MP4_LOSSLESS ->
          exporter()
              .writeVideo(
                  plan.first(),
                  plan.last(),
                  plan.framesPerSecond(),
                  plan.lossless(),
                  file,
                  progress);
    }
  }

  private void writePng(int frame, Path file) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (Layer layer : overview.layers()) {
      values.add(recording.activation(layer.name(), frame));
    }
    PngExporter.write(overview.render(probe, values, shadings(), theme), file);
  }

  private OverviewExporter exporter() throws IOException {
    return new OverviewExporter(recording, overview, probe, shadings(), theme);
  }

  private List<Shading> shadings() throws IOException {
    List<Shading> shadings = new ArrayList<>();
    for (Layer layer : overview.layers()) {
      shadings.add(colours.shading(recording, layer.name()));
    }
    return shadings;
  }
}
