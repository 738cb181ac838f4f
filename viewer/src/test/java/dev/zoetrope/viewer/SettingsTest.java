package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.render.Colormap;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.LoopMode;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RangeMode;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Optional;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private final Preferences node = Preferences.userRoot().node("dev/zoetrope/settings-test");
  private final Settings settings = new Settings(node);

  @AfterEach
  void forget() throws BackingStoreException {
    node.removeNode();
  }

  @Test
  void remembersSpeedLoopAndColours() {
    PlayerModel model = new PlayerModel();
    model.transport().setRate(60);
    model.transport().setKeepRate(false);
    model.transport().setLoop(LoopMode.BACK_AND_FORTH);
    model.setColours(
        Colours.DEFAULT.with(Optional.of(Colormap.BROWN_TEAL)).with(RangeMode.THIS_FRAME));
    settings.remember(model);
    PlayerModel next = new PlayerModel();
    settings.restore(next);
    assertThat(next.transport().framesPerSecond()).isEqualTo(60);
    assertThat(next.transport().keepRate()).isFalse();
    assertThat(next.transport().loop()).isEqualTo(LoopMode.BACK_AND_FORTH);
    assertThat(next.view().colours).isEqualTo(model.view().colours);
  }

  @Test
  void remembersWindowAndTheme() {
    assertThat(settings.bounds()).isEmpty();
    assertThat(settings.theme()).isEqualTo(ThemeChoice.SYSTEM);
    settings.setBounds(new Rectangle(1, 2, 300, 400));
    settings.setTheme(ThemeChoice.DARK);
    assertThat(settings.bounds()).contains(new Rectangle(1, 2, 300, 400));
    assertThat(settings.theme()).isEqualTo(ThemeChoice.DARK);
  }

  @Test
  void remembersSizesOfParts() {
    assertThat(settings.panes()).isEmpty();
    settings.setPanes(new PaneSizes(240, 170, 150));
    assertThat(settings.panes()).contains(new PaneSizes(240, 170, 150));
  }

  @Test
  void listsEachRecentRecordingOnceTheLatestFirst() {
    for (int i = 0; i < 12; i++) {
      settings.addRecent(Path.of("/runs/" + i + ".zarr"));
    }
    settings.addRecent(Path.of("/runs/9.zarr"));
    assertThat(settings.recent())
        .hasSize(8)
        .startsWith(
            Path.of("/runs/9.zarr").toAbsolutePath(), Path.of("/runs/11.zarr").toAbsolutePath())
        .doesNotHaveDuplicates();
  }
}
