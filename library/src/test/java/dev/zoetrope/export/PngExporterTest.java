package dev.zoetrope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.render.SyntheticRecording;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PngExporterTest {

  @TempDir Path directory;

  @Test
  void aSheetReadsBackAsItWasDrawn() throws Exception {
    try (Recording recording = SyntheticRecording.open(directory.resolve("a.zarr"), 4)) {
      Path file = directory.resolve("pictures/conv.png");
      PngExporter.writeSheet(recording, "conv", 3, Shading.DEFAULT, SheetOptions.DEFAULT, file);
      SheetRenderer renderer =
          SheetRenderer.of(recording, "conv", Shading.DEFAULT, SheetOptions.DEFAULT);
      IndexedImage expected = renderer.newImage();
      renderer.render(recording.activation("conv", 3), 3, expected);
      BufferedImage read = ImageIO.read(file.toFile());
      assertThat(read.getWidth()).isEqualTo(expected.width());
      for (int y = 0; y < expected.height(); y++) {
        for (int x = 0; x < expected.width(); x++) {
          assertThat(read.getRGB(x, y)).isEqualTo(expected.argb(x, y));
        }
      }
      assertThat(directory.resolve("pictures")).isDirectoryNotContaining("glob:**.tmp");
    }
  }

  @Test
  void aFailedExportLeavesNothing() throws Exception {
    Path occupied = Files.createDirectories(directory.resolve("x.png/inside"));
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    assertThatThrownBy(() -> PngExporter.write(image, occupied.getParent()))
        .isInstanceOf(IOException.class);
    assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
  }
}
