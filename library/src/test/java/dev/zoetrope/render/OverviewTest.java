package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverviewTest {

  private static final int PROBE = 1;

  private static final Overview OVERVIEW =
      Overview.fit(SyntheticRecording.LAYERS, SyntheticRecording.probes(), 640, 400, 1);

  /** The level of the colormap for each value; all values of a layer have different levels. */
  private static final Map<Integer, Map<SheetCell, Integer>> LEVELS = new HashMap<>();

  /** Returns the values of the recording, one by one: [probe, channel, y, x]. */
  private static List<float[]> values() {
    List<float[]> all = new ArrayList<>();
    int[][] shapes = {{2, 3, 3}, {2, 3, 3}, {5, 1, 1}};
    for (int layer = 0; layer < shapes.length; layer++) {
      int[] shape = shapes[layer];
      Map<SheetCell, Integer> levels = new HashMap<>();
      FloatBuffer values = FloatBuffer.allocate(SyntheticRecording.PROBES * product(shape));
      int level = 3 + 7 * layer;
      for (int probe = 0; probe < SyntheticRecording.PROBES; probe++) {
        for (int channel = 0; channel < shape[0]; channel++) {
          for (int y = 0; y < shape[1]; y++) {
            for (int x = 0; x < shape[2]; x++) {
              values.put(level / 125f - 1);
              levels.put(new SheetCell(probe, channel, y, x), level);
              level += 4;
            }
          }
        }
      }
      LEVELS.put(layer, levels);
      all.add(values.array());
    }
    return all;
  }

  private static int product(int... factors) {
    return Arrays.stream(factors).reduce(1, Math::multiplyExact);
  }

  @Test
  void fillsTheAvailableSize() {
    assertThat(OVERVIEW.width()).isBetween(320, 640);
    assertThat(OVERVIEW.height()).isEqualTo(400);
  }

  @Test
  void everyValueOfEveryLayerIsFoundUnderItsPixelsAndHasItsColour() {
    List<float[]> values = values();
    List<Shading> shadings = List.of(Shading.DEFAULT, Shading.DEFAULT, Shading.DEFAULT);
    BufferedImage picture = OVERVIEW.render(PROBE, values, shadings, Theme.DARK);
    Map<Overview.Hit, Rectangle> found = new HashMap<>();
    Map<Overview.Hit, Integer> pixels = new HashMap<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Overview.Hit hit = OVERVIEW.hitAt(PROBE, x, y).orElse(null);
        if (hit == null) {
          continue;
        }
        found.computeIfAbsent(hit, key -> new Rectangle(-1, -1)).add(new Rectangle(x, y, 1, 1));
        pixels.merge(hit, 1, Integer::sum);
        if (hit.layer() >= 0) {
          int level = LEVELS.get(hit.layer()).get(hit.cell());
          assertThat(picture.getRGB(x, y) & 0xFFFFFF)
              .as(hit.toString())
              .isEqualTo(Colormap.RED_WHITE_BLUE.color(level));
        }
      }
    }
    int[] counts = {36, 18, 18, 5};
    for (int layer = -1; layer < 3; layer++) {
      assertMapsAreWhole(layer, counts[layer + 1], found, pixels);
    }
  }

  /** Checks that all values are shown as squares of one size, in rows and columns. */
  private static void assertMapsAreWhole(
      int layer, int count, Map<Overview.Hit, Rectangle> found, Map<Overview.Hit, Integer> pixels) {
    List<Overview.Hit> hits = found.keySet().stream().filter(h -> h.layer() == layer).toList();
    assertThat(hits).as("values of layer " + layer).hasSize(count);
    Rectangle first = found.get(hits.get(0));
    assertThat(first.width).as("pixels per value").isGreaterThan(1).isEqualTo(first.height);
    for (Overview.Hit hit : hits) {
      Rectangle at = found.get(hit);
      SheetCell cell = hit.cell();
      assertThat(cell.probe()).isEqualTo(PROBE);
      assertThat(at.getSize()).isEqualTo(first.getSize());
      assertThat(pixels.get(hit)).isEqualTo(at.width * at.height);
      Overview.Hit corner = new Overview.Hit(layer, new SheetCell(PROBE, cell.channel(), 0, 0));
      assertThat(at.x - found.get(corner).x).isEqualTo(cell.x() * at.width);
      assertThat(at.y - found.get(corner).y).isEqualTo(cell.y() * at.height);
    }
  }

  @Test
  void aGridShowsAllChannelsIfTheyFitAndAtLeastOneOtherwise() {
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
