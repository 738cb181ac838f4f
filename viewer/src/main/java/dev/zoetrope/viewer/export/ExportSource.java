package dev.zoetrope.viewer.export;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.ViewState;
import java.util.Optional;

/**
 * The source of an export: what a player shows. If the player has moved on to another recording,
 * this is the last view of the old one. For the event dispatch thread.
 */
public final class ExportSource {

  private final PlayerModel model;
  private final Optional<OverviewExport> overview;
  private final Recording recording;
  private RunData run;
  private int layer;
  private SheetOptions sheet;
  private Colours colours;
  private int frame;

  /**
   * Makes a source.
   *
   * @param overview the overview, if it is on the screen instead of the sheet
   */
  public ExportSource(PlayerModel model, Optional<OverviewExport> overview) {
    this.model = model;
    this.overview = overview;
    recording = model.recording().orElseThrow();
    look();
  }

  private void look() {
    if (model.recording().orElseThrow() != recording) {
      return;
    }
    ViewState view = model.view();
    run = model.run();
    layer = view.layer;
    colours = view.colours;
    frame = model.frame();
    sheet =
        SheetOptions.DEFAULT
            .withColorBar(true)
            .withTheme(view.theme)
            .withProbes(ViewState.shown(view.hiddenProbes, run.probes().count()))
            .withChannels(ViewState.shown(view.hiddenChannels(), model.layer().channels()));
  }

  Recording recording() {
    return recording;
  }

  boolean ofOverview() {
    return overview.isPresent();
  }

  /** The current frame. */
  int frame() {
    look();
    return frame;
  }

  /**
   * Returns what the pictures show.
   *
   * @param scale pixels per value of a sheet
   */
  ExportSubject subject(int scale) {
    if (overview.isPresent()) {
      return overview.get();
    }
    look();
    SheetOptions scaled = sheet.withZoom(run.layers().get(layer), scale);
    return new SheetExport(recording, run, layer, scaled, colours);
  }
}
