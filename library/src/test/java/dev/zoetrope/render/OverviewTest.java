package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewTest {

  private static final int PROBE = 1;

  private static final Overview OVERVIEW =
      Overview.fit(SyntheticRecording.LAYERS, SyntheticRecording.probes(), 640, 400, 1);

  /** Every value of a layer is its index in the frame, scaled to 0…1. */
  private static List<float[]> values() {
    List<float[]> all = new ArrayList<>();
    SyntheticRecording.LAYERS.forEach(
        layer -> {
          float[] values = new float[SyntheticRecording.PROBES * layer.valuesPerProbe()];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) i / values.length;
          }
          all.add(values);
        });
    return all;
  }

  @Test
  void fillsTheRoomAndNoMore() {
    assertThat(OVERVIEW.width()).isBetween(320, 640);
    assertThat(OVERVIEW.height()).isEqualTo(400);
  }

  @Test
  void everyValueOfEveryLayerIsFoundUnderItsPixelsAndHasItsColour() {
    List<float[]> values = values();
    List<Shading> shadings = List.of(Shading.DEFAULT, Shading.DEFAULT, Shading.DEFAULT);
    BufferedImage picture = OVERVIEW.render(PROBE, values, shadings, Theme.DARK);
    int found = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Optional<Overview.Hit> hit = OVERVIEW.hitAt(PROBE, x, y);
        if (hit.isPresent() && hit.get().layer() >= 0) {
          found++;
          assertThat(picture.getRGB(x, y) & 0xFFFFFF).isEqualTo(color(values, hit.get()));
        }
      }
    }
    assertThat(found).isPositive();
  }

  private static int color(List<float[]> values, Overview.Hit hit) {
    SheetCell cell = hit.cell();
    var layer = SyntheticRecording.LAYERS.get(hit.layer());
    int width = layer.shape().size() == 1 ? 1 : layer.shape().get(2);
    int index =
        (cell.probe() * layer.channels() + cell.channel()) * layer.valuesPerChannel()
            + cell.y() * width
            + cell.x();
    float value = values.get(hit.layer())[index];
    return Colormap.RED_WHITE_BLUE.color(ValueRange.UNIT.index(value));
  }

  @Test
  void aGridHoldsAllChannelsWhereTheyFitAndAtLeastOneOtherwise() {
    var layer = SyntheticRecording.LAYERS.get(0);
    ChannelGrid large = ChannelGrid.fit(layer, 100, 100);
    assertThat(large.width()).isLessThanOrEqualTo(100);
    assertThat(large.cellAt(0, large.width() - 1, 0))
        .hasValueSatisfying(cell -> assertThat(cell.channel()).isEqualTo(1));
    ChannelGrid small = ChannelGrid.fit(layer, 2, 2);
    assertThat(small.width()).isEqualTo(3);
    assertThat(small.height()).isEqualTo(3);
  }
}
