package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetLayoutTest {

  private static final Probes PROBES = SyntheticRecording.probes();
  private static final Layer CONV = SyntheticRecording.LAYERS.get(0);

  @ParameterizedTest
  @ValueSource(ints = {1, 28, 50, 112})
  void everyValueIsFoundUnderItsPixels(int cellWidth) {
    SheetOptions options = SheetOptions.DEFAULT.withCellWidth(cellWidth).withColorBar(true);
    for (Layer layer : SyntheticRecording.LAYERS) {
      SheetLayout layout = SheetLayout.of(layer, PROBES, options);
      MapShape map = MapShape.of(layer);
      for (int probe = 0; probe < SyntheticRecording.PROBES; probe++) {
        for (int channel = SheetCell.INPUT; channel < layer.channels(); channel++) {
          int side = channel == SheetCell.INPUT ? 6 : map.width();
          for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
              SheetCell cell = new SheetCell(probe, channel, y, x);
              Box box = layout.box(cell).orElseThrow();
              assertThat(layout.cellAt(box.x(), box.y())).contains(cell);
              assertThat(layout.cellAt(box.x() + box.width() - 1, box.y() + box.height() - 1))
                  .contains(cell);
            }
          }
        }
      }
    }
  }

  @Test
  void everyPixelIsInTheBoxOfItsValueOrInNone() {
    SheetLayout layout = SheetLayout.of(CONV, PROBES, SheetOptions.DEFAULT);
    int found = 0;
    for (int y = -3; y < layout.height() + 3; y++) {
      for (int x = -3; x < layout.width() + 3; x++) {
        var cell = layout.cellAt(x, y);
        if (cell.isPresent()) {
          assertThat(layout.box(cell.get()).orElseThrow().contains(x, y)).isTrue();
          found++;
        }
      }
    }
    // Three probes: an input of 24 × 24 pixels and two maps of 27 × 27.
    assertThat(found).isEqualTo(3 * (24 * 24 + 2 * 27 * 27));
  }

  @Test
  void coarseAndFineLayersAreEquallyWide() {
    SheetLayout coarse = SheetLayout.of(layer(16, 7), PROBES, SheetOptions.DEFAULT);
    SheetLayout fine = SheetLayout.of(layer(4, 28), PROBES, SheetOptions.DEFAULT);
    assertThat(coarse.zoomX()).isEqualTo(4);
    assertThat(fine.zoomX()).isEqualTo(1);
    assertThat(coarse.width()).isEqualTo(fine.width());
    assertThat(coarse.box(0, 0).orElseThrow().width()).isEqualTo(28);
  }

  @Test
  void onlyChosenProbesAndChannelsAreShown() {
    SheetOptions options =
        SheetOptions.DEFAULT.withProbes(List.of(2, 0)).withChannels(List.of(1)).withInputs(false);
    SheetLayout layout = SheetLayout.of(CONV, PROBES, options);
    assertThat(layout.box(1, 1)).isEmpty();
    assertThat(layout.box(2, 0)).isEmpty();
    assertThat(layout.box(2, SheetCell.INPUT)).isEmpty();
    Box first = layout.box(2, 1).orElseThrow();
    assertThat(first.x()).isLessThan(layout.box(0, 1).orElseThrow().x());
    assertThat(layout.cellAt(first.x(), first.y())).contains(new SheetCell(2, 1, 0, 0));
  }

  @Test
  void missingProbesAndChannelsAreRefused() {
    SheetOptions options = SheetOptions.DEFAULT.withChannels(List.of(2));
    assertThatThrownBy(() -> SheetLayout.of(CONV, PROBES, options))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("no channel 2; there are channels 0 to 1");
  }

  @Test
  void fittingUsesTheAvailableSize() {
    SheetLayout layout = SheetLayout.fit(CONV, PROBES, SheetOptions.DEFAULT, 800, 600);
    assertThat(layout.width()).isLessThanOrEqualTo(800);
    assertThat(layout.height()).isLessThanOrEqualTo(600);
    int larger = layout.options().cellWidth() + 1;
    SheetLayout next = SheetLayout.of(CONV, PROBES, SheetOptions.DEFAULT.withCellWidth(larger));
    assertThat(next.width() > 800 || next.height() > 600).isTrue();
  }

  private static Layer layer(int channels, int side) {
    return new Layer(
        "x", "Conv2d", List.of(channels, side, side), OptionalDouble.empty(), Precision.AUTO);
  }
}
