package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SheetRendererTest {

  private static final int RED = 0xFFFF0000;
  private static final int WHITE = 0xFFFFFFFF;
  private static final int BLUE = 0xFF0000FF;
  private static final int NAN = 0xFFFFE500;

  private static final Layer TINY =
      new Layer("tiny", "Conv2d", List.of(1, 2, 2), OptionalDouble.of(1), Precision.FLOAT32);
  private static final Probes PROBE =
      new Probes(List.of(2, 1, 2), new float[] {0, 4, 0, 0}, new long[] {3});
  private static final SheetOptions BARE = SheetOptions.DEFAULT.withCellWidth(6).withLabels(false);

  @Test
  void valuesAreBlocksOfTheirColour() {
    SheetRenderer renderer = renderer(BARE, Shading.DEFAULT);
    IndexedImage image = renderer.newImage();
    renderer.render(new float[] {-1, 0, 1, Float.NaN}, 0, image);
    int[][] expected = {{RED, WHITE}, {BLUE, NAN}};
    Box map = renderer.layout().box(0, 0).orElseThrow();
    assertThat(map.width()).isEqualTo(6);
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 6; x++) {
        assertThat(image.argb(map.x() + x, map.y() + y)).isEqualTo(expected[y / 3][x / 3]);
      }
    }
  }

  @Test
  void theBackgroundSurroundsTheMaps() {
    SheetRenderer renderer = renderer(BARE.withTheme(Theme.DARK), Shading.DEFAULT);
    IndexedImage image = renderer.newImage();
    renderer.render(new float[4], 0, image);
    Box map = renderer.layout().box(0, 0).orElseThrow();
    int ground = 0xFF000000 | Theme.DARK.background();
    assertThat(image.argb(map.x() - 1, map.y())).isEqualTo(ground);
    assertThat(image.argb(map.x() + 6, map.y())).isEqualTo(ground);
    assertThat(image.argb(map.x(), map.y() + 6)).isEqualTo(ground);
    assertThat(image.argb(map.x(), map.y() - 1)).isEqualTo(ground);
  }

  @Test
  void inputsShowTheMeanOfTheirChannels() {
    SheetRenderer renderer = renderer(BARE, Shading.DEFAULT);
    IndexedImage image = renderer.newImage();
    renderer.render(new float[4], 0, image);
    Box input = renderer.layout().box(0, SheetCell.INPUT).orElseThrow();
    assertThat(image.argb(input.x(), input.y())).isEqualTo(WHITE);
    assertThat(image.argb(input.x() + 3, input.y())).isEqualTo(BLUE);
    assertThat(renderer.value(new SheetCell(0, SheetCell.INPUT, 0, 1), new float[4])).isEqualTo(2);
  }

  @Test
  void aCellReturnsItsValue() {
    SheetRenderer renderer = renderer(BARE, Shading.DEFAULT);
    assertThat(renderer.value(new SheetCell(0, 0, 1, 0), new float[] {1, 2, 3, 4})).isEqualTo(3);
  }

  @Test
  void aPictureDrawnAgainIsLikeANewOne() {
    SheetRenderer renderer =
        renderer(SheetOptions.DEFAULT.withColorBar(true), Shading.perFrame(Colormap.BROWN_TEAL));
    IndexedImage reused = renderer.newImage();
    for (long step : new long[] {88888, 7, 1234, 290}) {
      float[] values = {step, -1, Float.NaN, 0};
      renderer.render(values, step, reused);
      IndexedImage fresh = renderer.newImage();
      renderer.render(values, step, fresh);
      assertThat(reused.pixels()).isEqualTo(fresh.pixels());
    }
  }

  @Test
  void anotherRenderersPictureIsRedrawn() {
    SheetRenderer one = renderer(SheetOptions.DEFAULT, Shading.DEFAULT);
    Probes other = new Probes(List.of(2, 1, 2), new float[] {4, 0, 4, 0}, new long[] {3});
    SheetRenderer two =
        new SheetRenderer(
            SheetLayout.of(TINY, other, SheetOptions.DEFAULT), other, Shading.DEFAULT);
    IndexedImage image = one.newImage();
    one.render(new float[4], 0, image);
    two.render(new float[4], 0, image);
    IndexedImage fresh = two.newImage();
    two.render(new float[4], 0, fresh);
    assertThat(image.pixels()).isEqualTo(fresh.pixels());
  }

  @Test
  void stepsAreDrawnAtTheTopLeft() {
    SheetRenderer renderer = renderer(SheetOptions.DEFAULT, Shading.DEFAULT);
    IndexedImage image = renderer.newImage();
    renderer.render(new float[4], 7, image);
    int margin = new Metrics(SheetOptions.DEFAULT).margin();
    int text = 0xFF000000 | Theme.LIGHT.text();
    // The bar of a 7 at double size is ten pixels long.
    for (int x = 0; x < 10; x++) {
      assertThat(image.argb(margin + x, margin + 1)).isEqualTo(text);
    }
    assertThat(image.argb(margin, margin + 2)).isNotEqualTo(text);
  }

  @Test
  void mismatchedValuesOrPicturesAreRefused() {
    SheetRenderer renderer = renderer(BARE, Shading.DEFAULT);
    assertThatThrownBy(() -> renderer.render(new float[5], 0, renderer.newImage()))
        .isInstanceOf(IllegalArgumentException.class);
    IndexedImage wrong = new IndexedImage(3, 3, new int[256]);
    assertThatThrownBy(() -> renderer.render(new float[4], 0, wrong))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SheetRenderer renderer(SheetOptions options, Shading shading) {
    return new SheetRenderer(SheetLayout.of(TINY, PROBE, options), PROBE, shading);
  }

  @Test
  void outsideTheChangesPicturesAreEqual() {
    Layer layer = SyntheticRecording.LAYERS.get(0);
    Probes probes = SyntheticRecording.probes();
    Random random = new Random(5);
    for (int cell : new int[] {6, 60, 300}) {
      SheetLayout layout = SheetLayout.of(layer, probes, SheetOptions.DEFAULT.withCellWidth(cell));
      SheetRenderer renderer = new SheetRenderer(layout, probes, Shading.DEFAULT);
      float[] before = new float[SyntheticRecording.PROBES * layer.valuesPerProbe()];
      before[7] = Float.NaN;
      for (int step = 1; step < 20; step++) {
        float[] after = before.clone();
        for (int change = 0; change < step / 4; change++) {
          after[random.nextInt(after.length)] = 2 * random.nextFloat() - 1;
        }
        IndexedImage first = renderer.newImage();
        renderer.render(before, step - 1, first);
        IndexedImage second = renderer.newImage();
        renderer.render(after, step, second);
        List<Box> changes = renderer.changes(before, after);
        for (int i = 0; i < first.pixels().length; i++) {
          int x = i % first.width();
          int y = i / first.width();
          if (first.pixels()[i] != second.pixels()[i]) {
            assertThat(changes).as("%d, %d", x, y).anyMatch(box -> box.contains(x, y));
          }
        }
        before = after;
      }
    }
  }

  @Test
  void oneChangedValueChangesItsBlockAndTheStep() {
    SheetRenderer renderer = renderer(BARE.withLabels(true), Shading.DEFAULT);
    List<Box> changes = renderer.changes(new float[] {0, 0, 0, 0}, new float[] {0, 0, 1, 0});
    Box block = renderer.layout().box(new SheetCell(0, 0, 1, 0)).orElseThrow();
    assertThat(changes).hasSize(2).contains(block);
  }

  @Test
  void aRangeFittedToEachFrameChangesEverything() {
    SheetRenderer renderer = renderer(BARE, Shading.perFrame(Colormap.RED_WHITE_BLUE));
    SheetLayout layout = renderer.layout();
    assertThat(renderer.changes(new float[] {0, 0, 1, 0}, new float[] {0, 0, 2, 0}))
        .containsExactly(new Box(0, 0, layout.width(), layout.height()));
  }
}
