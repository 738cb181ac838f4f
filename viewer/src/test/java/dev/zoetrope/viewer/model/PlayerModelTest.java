package dev.zoetrope.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.viewer.SampleRecording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model needs no display. */
class PlayerModelTest {

  @TempDir private Path folder;
  private final PlayerModel model = new PlayerModel();
  private final List<Change> changes = new ArrayList<>();
  private Recording recording;

  @BeforeEach
  void open() throws Exception {
    recording = Recording.open(SampleRecording.write(folder.resolve("sample.zarr"), 30));
    model.show(recording, RunData.of(recording), false);
    model.addListener(changes::add);
  }

  @AfterEach
  void close() throws Exception {
    recording.close();
  }

  @Test
  void seeksToTheNearestExistingFrame() {
    model.transport().seek(99);
    assertThat(model.frame()).isEqualTo(29);
    model.transport().seek(-5);
    assertThat(model.frame()).isZero();
    assertThat(changes).containsExactly(Change.FRAME, Change.FRAME);
  }

  @Test
  void notifiesNobodyWhenNothingChanges() {
    model.transport().seek(0);
    model.selectLayer(0);
    model.selectLayer(77);
    model.transport().pause();
    assertThat(changes).isEmpty();
  }

  @Test
  void playingStartsAtTheInPointWhenOutsideTheRange() {
    model.transport().setRange(10, 20);
    model.transport().seek(25);
    model.transport().play();
    assertThat(model.frame()).isEqualTo(10);
    assertThat(model.transport().playing()).isTrue();
  }

  @Test
  void anInPointAfterTheOutPointClearsIt() {
    model.transport().seek(10);
    model.transport().setOut();
    model.transport().seek(20);
    model.transport().setIn();
    assertThat(model.transport().firstFrame()).isEqualTo(20);
    assertThat(model.transport().lastFrame()).isEqualTo(29);
  }

  @Test
  void steppingStopsPlayback() {
    model.transport().play();
    model.transport().step(1);
    assertThat(model.transport().playing()).isFalse();
  }

  @Test
  void selectingAnotherLayerRemovesThePin() {
    model.setPin(new SheetCell(0, 1, 2, 3));
    model.selectLayer(1);
    assertThat(model.pin()).isEmpty();
  }

  @Test
  void thePinMovesToNeighboursAndWrapsAround() {
    model.setPin(new SheetCell(9, 3, 27, 0));
    model.movePin(1, 1, 1, -1);
    assertThat(model.pin()).contains(new SheetCell(0, 0, 0, 27));
  }

  @Test
  void keepsAtLeastOneProbe() {
    model.setHiddenProbes(Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
    assertThat(model.view().hiddenProbes).isEmpty();
    model.setHiddenProbes(Set.of(1, 2));
    assertThat(ViewState.shown(model.view().hiddenProbes, 10))
        .containsExactly(0, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void ratesStepThroughRoundNumbers() {
    model.transport().setRate(25);
    assertThat(model.transport().rateAfter(true)).isEqualTo(30);
    assertThat(model.transport().rateAfter(false)).isEqualTo(20);
    model.transport().setRate(1e9);
    assertThat(model.transport().framesPerSecond()).isEqualTo(Transport.MAX_RATE);
    assertThat(model.transport().rateAfter(true)).isEqualTo(Transport.MAX_RATE);
  }

  @Test
  void readsSpeedsInUsualNotations() {
    assertThat(Speeds.parse("12", 300)).hasValue(12);
    assertThat(Speeds.parse("12,5 fps", 300)).hasValue(12.5);
    assertThat(Speeds.parse("run in 10 s", 300)).hasValue(30);
    assertThat(Speeds.parse("fast", 300)).isEmpty();
    assertThat(Speeds.parse("0", 300)).isEmpty();
  }
}
