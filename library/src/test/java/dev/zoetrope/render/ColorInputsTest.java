package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColorInputsTest {

  private static final int SIDE = 8;

  /** Two probes of 3×8×8; each pixel has its own colour. */
  private static Probes probes(float scale, float offset) {
    Random random = new Random(4);
    float[] input = new float[2 * 3 * SIDE * SIDE];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextInt(256) / 255f * scale + offset;
    }
    input[0] = offset;
    input[1] = scale + offset;
    return new Probes(List.of(3, SIDE, SIDE), input, new long[] {0, 1});
  }

  /** Returns the expected colour of a pixel, from the formula and not from the code. */
  private static int expected(Probes probes, float scale, float offset, int probe, int y, int x) {
    int rgb = 0;
    for (int color = 0; color < 3; color++) {
      float value = probes.input()[((probe * 3 + color) * SIDE + y) * SIDE + x];
      rgb = rgb << 8 | Math.round((value - offset) / scale * 255);
    }
    return rgb;
  }

  private static Layer layer() {
    return new Layer(
        "conv", "Conv2d", List.of(4, SIDE, SIDE), OptionalDouble.of(1), Precision.AUTO);
  }

  private static SheetRenderer renderer(Probes probes, SheetOptions options) {
    Layer layer = layer();
    return new SheetRenderer(SheetLayout.of(layer, probes, options), probes, Shading.DEFAULT);
  }

  private static IndexedImage drawn(SheetRenderer renderer) {
    IndexedImage image = renderer.newImage();
    renderer.render(new float[2 * 4 * SIDE * SIDE], 3, image);
    return image;
  }

  @Test
  void inputsHaveTheirOwnColoursWhateverTheirScale() {
    for (float[] scale : new float[][] {{1, 0}, {255, 0}, {4.5f, -2}}) {
      Probes probes = probes(scale[0], scale[1]);
      SheetRenderer renderer = renderer(probes, SheetOptions.DEFAULT);
      BufferedImage picture = renderer.picture(drawn(renderer));
      for (int probe = 0; probe < 2; probe++) {
        for (int y = 0; y < SIDE; y++) {
          for (int x = 0; x < SIDE; x++) {
            Box box =
                renderer.layout().box(new SheetCell(probe, SheetCell.INPUT, y, x)).orElseThrow();
            int rgb = expected(probes, scale[0], scale[1], probe, y, x);
            int last = picture.getRGB(box.x() + box.width() - 1, box.y() + box.height() - 1);
            assertThat(picture.getRGB(box.x(), box.y()) & 0xFFFFFF).isEqualTo(rgb);
            assertThat(last & 0xFFFFFF).isEqualTo(rgb);
          }
        }
      }
    }
  }

  @Test
  void theRestOfTheSheetIsUnchanged() {
    SheetRenderer renderer = renderer(probes(1, 0), SheetOptions.DEFAULT.withProbes(List.of(1)));
    IndexedImage image = renderer.newImage();
    renderer.render(new float[2 * 4 * SIDE * SIDE], 3, image);
    BufferedImage picture = renderer.picture(image);
    PlacedImage inputs = renderer.colorInputs().orElseThrow();
    Box row =
        new Box(inputs.x(), inputs.y(), inputs.image().getWidth(), inputs.image().getHeight());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        if (!row.contains(x, y)) {
          assertThat(picture.getRGB(x, y)).isEqualTo(image.argb(x, y));
        }
      }
    }
  }

  @Test
  void aGifKeepsAsManyColoursAsFit() {
    Probes probes = probes(1, 0);
    SheetRenderer renderer = renderer(probes, SheetOptions.DEFAULT);
    BufferedImage picture = renderer.picture(drawn(renderer));
    SharedPalette palette = renderer.gifPalette().orElseThrow();
    assertThat(palette.levels()).isEqualTo(125);
    IndexedImage gif = palette.newImage(picture.getWidth(), picture.getHeight());
    palette.convert(picture, gif);
    Set<Integer> used = new HashSet<>();
    long error = 0;
    for (int y = 0; y < gif.height(); y++) {
      for (int x = 0; x < gif.width(); x++) {
        used.add(gif.argb(x, y));
        error += difference(gif.argb(x, y), picture.getRGB(x, y));
      }
    }
    // 128 random colours become 126; a pixel is off by less than a level on average.
    assertThat(used.size()).isBetween(120, 256);
    assertThat((double) error / gif.width() / gif.height()).isLessThan(1);
  }

  private static int difference(int a, int b) {
    return Math.abs((a >> 16 & 0xff) - (b >> 16 & 0xff))
        + Math.abs((a >> 8 & 0xff) - (b >> 8 & 0xff))
        + Math.abs((a & 0xff) - (b & 0xff));
  }

  @Test
  void manyColoursBecomeTheMeansOfTheirNeighbours() {
    int[] colors = {0x000010, 0x020010, 0xFF0000, 0xFD0004};
    assertThat(MedianCut.of(colors, 2))
        .containsEntry(0x000010, 0x010010)
        .containsEntry(0x020010, 0x010010)
        .containsEntry(0xFF0000, 0xFE0002)
        .containsEntry(0xFD0004, 0xFE0002);
    assertThat(MedianCut.of(colors, 9))
        .allSatisfy((color, kept) -> assertThat(kept).isEqualTo(color));
  }

  @Test
  void inputsOfOtherShapesHaveNoColours() {
    for (List<Integer> shape : List.of(List.of(1, 8, 24), List.of(192), List.of(4, 6, 8))) {
      Probes grey = new Probes(shape, new float[192], new long[] {0});
      assertThat(ColorInputs.of(grey)).isEqualTo(Optional.empty());
    }
  }

  @Test
  void nanHasItsOwnColour() {
    float[] input = new float[3];
    input[1] = Float.NaN;
    ColorInputs inputs =
        ColorInputs.of(new Probes(List.of(3, 1, 1), input, new long[] {0})).orElseThrow();
    assertThat(inputs.rgb(0, 0, 0)).isEqualTo(Palette.NAN_COLOR);
  }

  @Test
  void theOverviewShowsOnePictureForRedGreenAndBlue() {
    Probes probes = probes(1, 0);
    Layer layer = layer();
    Overview overview = Overview.fit(List.of(layer), probes, 400, 200, 1);
    BufferedImage picture =
        overview.render(
            1, List.of(new float[2 * 4 * SIDE * SIDE]), List.of(Shading.DEFAULT), Theme.LIGHT);
    Set<SheetCell> found = new HashSet<>();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        Optional<Overview.Hit> hit = overview.hitAt(1, x, y).filter(h -> h.layer() < 0);
        if (hit.isPresent()) {
          SheetCell cell = hit.get().cell();
          found.add(cell);
          assertThat(cell.channel()).isEqualTo(SheetCell.INPUT);
          assertThat(picture.getRGB(x, y) & 0xFFFFFF)
              .isEqualTo(expected(probes, 1, 0, 1, cell.y(), cell.x()));
        }
      }
    }
    assertThat(found).hasSize(SIDE * SIDE);
  }
}
