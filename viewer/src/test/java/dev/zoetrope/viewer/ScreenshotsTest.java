package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.export.PngExporter;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.ui.Themes;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the README; the command is in docs/MEASURING.md. */
@EnabledIfSystemProperty(named = "zoetrope.screenshots", matches = ".+")
class ScreenshotsTest {

  private final Path out = Path.of(System.getProperty("zoetrope.screenshots", "."));
  private final Path recording = Path.of(System.getProperty("zoetrope.recording", "."));

  @Test
  void picturesForTheReadme() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      PlayerModel model = window.model();
      SwingUtilities.invokeAndWait(
          () -> {
            model.selectLayer(2);
            model.transport().seek(model.run().frames() / 6);
          });
      take(window, "player-light.png");
      SwingUtilities.invokeAndWait(
          () -> {
            model.selectLayer(model.run().layers().size() - 1);
            model.setPin(new SheetCell(3, 3, 0, 0));
            model.setTimeView(true);
          });
      take(window, "time-view.png");
      SwingUtilities.invokeAndWait(
          () -> {
            model.setTimeView(false);
            model.setPin(null);
            model.selectLayer(2);
            model.setOverview(true);
            model.setProbe(3);
          });
      take(window, "overview.png");
      SwingUtilities.invokeAndWait(
          () -> {
            Themes.apply(Theme.DARK);
            model.setTheme(Theme.DARK);
            model.setOverview(false);
            model.selectLayer(4);
            model.transport().seek(model.run().frames() - 1);
            model.setPin(new SheetCell(5, 3, 3, 3));
          });
      take(window, "player-dark.png");
    }
  }

  private void take(Window window, String name) throws Exception {
    Thread.sleep(900); // thumbnails and marks appear later
    PngExporter.write(window.picture(), out.resolve(name));
    assertThat(out.resolve(name)).isNotEmptyFile();
  }
}
