package dev.zoetrope.viewer;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.ValueRange;
import dev.zoetrope.viewer.action.KeysDialog;
import dev.zoetrope.viewer.action.PlayerCommands;
import dev.zoetrope.viewer.export.ExportDialog;
import dev.zoetrope.viewer.export.ExportSource;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.OpenRecordings;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.sheet.SheetView;
import dev.zoetrope.viewer.timeline.Histories;
import dev.zoetrope.viewer.ui.ChoiceDialog;
import dev.zoetrope.viewer.ui.Messages;
import dev.zoetrope.viewer.ui.OpenDialog;
import dev.zoetrope.viewer.ui.PictureClipboard;
import java.awt.Component;
import java.awt.GridLayout;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JTextField;
import javax.swing.JViewport;

/** Carries out the actions that need components or ask the user something. */
final class PlayerDialogs implements PlayerCommands {

  private final ZoetropePlayer player;
  private final PlayerModel model;
  private final Histories histories;
  private final SheetView sheet;
  private final OpenRecordings recordings;

  PlayerDialogs(
      ZoetropePlayer player,
      PlayerModel model,
      Histories histories,
      SheetView sheet,
      OpenRecordings recordings) {
    this.player = player;
    this.model = model;
    this.histories = histories;
    this.sheet = sheet;
    this.recordings = recordings;
  }

  @Override
  public void open() {
    Optional<Path> chosen =
        OpenDialog.choose(player, model.recording().map(recording -> recording.path()));
    chosen.ifPresent(player::load);
  }

  @Override
  public void export() {
    if (!model.hasFrames()) {
      return;
    }
    model.transport().pause();
    Recording recording = model.recording().orElseThrow();
    if (recordings.use(recording)) {
      ExportSource source = new ExportSource(model, player.overviewExport());
      Runnable onClosed = () -> recordings.leave(recording);
      new ExportDialog(player, model, source, sheet.zoomNow(), onClosed).show();
    }
  }

  @Override
  public void copyPicture() {
    PictureClipboard.copy(player.shownPicture());
  }

  @Override
  public void showKeys() {
    KeysDialog.show(player, player.actions());
  }

  @Override
  public void seekChange(boolean forward) {
    histories.seekChange(forward);
  }

  @Override
  public void zoom(int direction) {
    if (model.hasFrames() && !model.view().overview) {
      model.setZoom(Math.max(1, sheet.zoomWanted() + direction));
    }
  }

  @Override
  public void pan(int right, int down) {
    JViewport viewport = player.sheetPane().getViewport();
    Rectangle visible = viewport.getViewRect();
    visible.translate(right * visible.width / 4, down * visible.height / 4);
    sheet.scrollRectToVisible(visible);
  }

  @Override
  public void chooseProbes() {
    if (model.run() != null) {
      int count = model.run().probes().count();
      choose("Probes", count, model.view().hiddenProbes).ifPresent(model::setHiddenProbes);
    }
  }

  @Override
  public void chooseChannels() {
    if (model.run() != null) {
      int count = model.layer().channels();
      choose("Channels of " + model.layer().name(), count, model.view().hiddenChannels())
          .ifPresent(model::setHiddenChannels);
    }
  }

  private Optional<Set<Integer>> choose(String title, int count, Set<Integer> hidden) {
    return new ChoiceDialog(title, count, hidden).show(player);
  }

  @Override
  public void chooseRange() {
    Colours colours = model.view().colours;
    JTextField low = new JTextField(Float.toString(colours.byHand().low()), 8);
    JTextField high = new JTextField(Float.toString(colours.byHand().high()), 8);
    JPanel form = new JPanel(new GridLayout(2, 2, 8, 6));
    form.add(labelled("Lowest value", low));
    form.add(low);
    form.add(labelled("Highest value", high));
    form.add(high);
    int answer =
        JOptionPane.showConfirmDialog(player, form, "Colour range", JOptionPane.OK_CANCEL_OPTION);
    if (answer != JOptionPane.OK_OPTION) {
      return;
    }
    try {
      model.setColours(
          colours.with(
              new ValueRange(
                  Float.parseFloat(low.getText().strip().replace('−', '-')),
                  Float.parseFloat(high.getText().strip().replace('−', '-')))));
    } catch (IllegalArgumentException e) {
      Messages.show(
          player,
          "Not a range",
          "Enter two numbers, the lower one first, such as −2 and 2.\n(" + e.getMessage() + ")");
    }
  }

  private static JLabel labelled(String text, Component field) {
    JLabel label = new JLabel(text);
    label.setLabelFor(field);
    return label;
  }
}
