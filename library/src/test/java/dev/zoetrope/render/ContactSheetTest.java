package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Recording;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContactSheetTest {

  @TempDir Path directory;

  @Test
  void holdsTheMapsOfEveryLayer() throws Exception {
    try (Recording recording = SyntheticRecording.open(directory.resolve("a.zarr"), 3)) {
      BufferedImage picture = ContactSheet.of(recording, SheetOptions.DEFAULT).render(2);
      for (String layer : List.of("conv", "relu", "dense")) {
        SheetOptions bare = SheetOptions.DEFAULT.withInputs(false).withLabels(false);
        SheetRenderer renderer =
            SheetRenderer.of(recording, layer, Shading.suiting(recording, layer), bare);
        IndexedImage sheet = renderer.newImage();
        renderer.render(recording.activation(layer, 2), 2, sheet);
        assertThat(contains(picture, sheet, renderer.layout().box(1, 1).orElseThrow()))
            .as(layer)
            .isTrue();
      }
    }
  }

  @Test
  void columnsKeepTheOrder() {
    Columns columns = Columns.arrange(List.of(50, 50, 100, 30), 100, 10);
    assertThat(columns.count()).isGreaterThan(1);
    assertThat(columns.y(0)).isEqualTo(10);
    for (int panel = 1; panel < 4; panel++) {
      boolean below =
          columns.x(panel) == columns.x(panel - 1) && columns.y(panel) > columns.y(panel - 1);
      boolean beside = columns.x(panel) == columns.x(panel - 1) + 100 && columns.y(panel) == 10;
      assertThat(below || beside).isTrue();
    }
  }

  private static boolean contains(BufferedImage picture, IndexedImage sheet, Box box) {
    for (int y = 0; y + box.height() <= picture.getHeight(); y++) {
      for (int x = 0; x + box.width() <= picture.getWidth(); x++) {
        if (matches(picture, x, y, sheet, box)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(
      BufferedImage picture, int left, int top, IndexedImage sheet, Box box) {
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        if (picture.getRGB(left + x, top + y) != sheet.argb(box.x() + x, box.y() + y)) {
          return false;
        }
      }
    }
    return true;
  }
}
