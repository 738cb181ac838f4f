package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Shading;
import dev.zoetrope.training.TrainingConfiguration;
import dev.zoetrope.training.TrainingObserver;
import dev.zoetrope.training.TrainingResult;
import dev.zoetrope.training.TrainingRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trains a few steps on data of every form and opens the recordings. */
class TrainedFormsTest {

  @TempDir private Path folder;

  /**
   * Returns images that are bright at the top for class 0 and at the bottom for others, [image, y,
   * x, channel].
   */
  private static int[] images(int[] labels, int height, int width, int channels) {
    Random random = new Random(1);
    int[] values = new int[labels.length * height * width * channels];
    for (int i = 0; i < values.length; i++) {
      int image = i / (height * width * channels);
      int y = i / (width * channels) % height;
      values[i] = random.nextInt(60) + (2 * y < height == (labels[image] == 0) ? 190 : 0);
    }
    return values;
  }

  private static int[] labels(int count, int classes) {
    int[] labels = new int[count];
    Arrays.setAll(labels, i -> i % classes);
    return labels;
  }

  private void writeIdx(int classes, int height, int width, int channels) throws IOException {
    int[] labels = labels(6 * classes, classes);
    int[] shape = {labels.length, height, width, channels};
    byte[] images =
        IdxFiles.bytes(
            images(labels, height, width, channels),
            channels == 1 ? Arrays.copyOf(shape, 3) : shape);
    for (String part : List.of("train", "test")) {
      Files.write(folder.resolve(part + "-images-idx-ubyte"), images);
      Files.write(folder.resolve(part + "-labels-idx1-int"), IdxFiles.ints(labels, labels.length));
    }
  }

  private Recording train(ImageDataset data, TrainingConfiguration.Builder builder)
      throws Exception {
    Path path = folder.resolve("run.zarr");
    TrainingRun run = new TrainingRun(data, builder.build()).recordTo(path);
    TrainingResult result = run.run(TrainingObserver.NONE);
    assertThat(result.testAccuracy()).isBetween(0f, 1f);
    Recording recording = Recording.open(path);
    assertThat(recording.info().complete()).isTrue();
    assertThat(recording.losses()[1]).isPositive();
    if (!data.preparation().isEmpty()) {
      assertThat(recording.info().run().details().get("data_preparation")).isEqualTo(run.remarks());
    }
    return recording;
  }

  private static TrainingConfiguration.Builder small() {
    return TrainingConfiguration.builder().epochs(1).batchSize(4);
  }

  private ImageDataset load() throws IOException {
    return Datasets.load(folder, DataOptions.DEFAULT);
  }

  /** Sides from 4 up, even, odd and unequal; conv3 is half of them, conv5 a quarter, rounded up. */
  @ParameterizedTest
  @CsvSource({"4,4,1", "5,7,1", "6,6,1", "21,27,1", "4,50,1", "28,28,1", "9,13,3", "32,32,3"})
  void idxOfAnySize(int height, int width, int channels) throws Exception {
    writeIdx(2, height, width, channels);
    TrainingRun run = new TrainingRun(load(), small().build());
    assertThat(
            run.remarks()
                .contains(
                    "maps of odd height or width: pooling takes their last row"
                        + " or column by itself"))
        .isEqualTo(height % 4 != 0 || width % 4 != 0);
    try (Recording recording = train(load(), small())) {
      assertThat(recording.probes().shape()).containsExactly(channels, height, width);
      assertThat(recording.info().layer("conv1").shape()).containsExactly(4, height, width);
      int halfHeight = (height + 1) / 2;
      int halfWidth = (width + 1) / 2;
      assertThat(recording.info().layer("conv3").shape()).containsExactly(8, halfHeight, halfWidth);
      assertThat(recording.info().layer("conv5").shape())
          .containsExactly(16, (halfHeight + 1) / 2, (halfWidth + 1) / 2);
    }
  }

  @Test
  void tenClassesHaveAProbeIfThereAreMany() throws Exception {
    writeIdx(26, 8, 8, 1);
    ImageDataset data = load();
    TrainingRun run = new TrainingRun(data, small().build());
    assertThat(run.probeIndices()).containsExactly(0, 2, 5, 7, 10, 13, 15, 18, 20, 23);
    assertThat(run.remarks())
        .contains("10 of 26 classes have a probe: 0, 2, 5, 7, 10, 13, 15, 18, 20, 23");
    try (Recording recording = train(data, small())) {
      assertThat(recording.info().layer("dense3").shape()).containsExactly(26);
      assertThat(recording.probes().labels()).contains(0, 2, 5, 23);
    }
  }

  /** 1,500 test images are more than one batch of the test and less than two. */
  @Test
  void everyTestImageCounts() throws Exception {
    int[] labels = labels(1500, 2);
    Arrays.fill(labels, 1000, 1500, 7); // never trained, so never right
    Files.write(folder.resolve("test-images"), IdxFiles.bytes(new int[1500 * 16], 1500, 4, 4));
    Files.write(folder.resolve("test-labels"), IdxFiles.ints(labels, 1500));
    Files.write(folder.resolve("train-images"), IdxFiles.bytes(new int[160], 10, 4, 4));
    Files.write(folder.resolve("train-labels"), IdxFiles.ints(labels(10, 2), 10));
    TrainingResult result = new TrainingRun(load(), small().build()).run(TrainingObserver.NONE);
    // All images are alike, so all are classified as the same class, 0 or 1.
    assertThat(result.testAccuracy()).isEqualTo(500 / 1500f);
  }

  @Test
  void colourPictures() throws Exception {
    Random random = new Random(2);
    for (int i = 0; i < 12; i++) {
      BufferedImage image = new BufferedImage(20, 14, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 280; p++) {
        image.setRGB(p % 20, p / 20, (i % 2 == 0 ? 0xFF0000 : 0x0000FF) | random.nextInt(99) << 8);
      }
      Path file = folder.resolve(i % 2 == 0 ? "rot/" : "blau/").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
    ImageDataset data = load();
    try (Recording recording = train(data, small())) {
      assertThat(recording.info().run().details().get("class_names"))
          .isEqualTo(List.of("blau", "rot"));
      assertThat(recording.probes().shape()).containsExactly(3, 14, 20);
      float[] input = recording.probes().input();
      assertThat(input[0]).isZero(); // no red in the first pixel of the blue one
      assertThat(input[2 * 280]).isEqualTo(1);
      Path gif = folder.resolve("conv1.gif");
      GifExporter.write(
          recording, "conv1", GifOptions.of(0, 2, Shading.DEFAULT), gif, Progress.NONE);
      assertThat(colours(ImageIO.read(gif.toFile()))).contains("blue").contains("red");
    }
  }

  /**
   * Returns which of the pure colours blue and red occur that the default colormap does not have.
   */
  private static String colours(BufferedImage image) {
    StringBuilder found = new StringBuilder();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        int green = rgb >> 8 & 0xff;
        int red = rgb >> 16 & 0xff;
        int blue = rgb & 0xff;
        // The colormap has as much green as it has of the weaker of the other two.
        if (green > 20 && red < 5 && blue > 250) {
          found.append("blue");
        } else if (green > 20 && blue < 5 && red > 250) {
          found.append("red");
        }
      }
    }
    return found.toString();
  }

  @Test
  void cifar() throws Exception {
    byte[] rows = new byte[10 * 3073];
    new Random(3).nextBytes(rows);
    for (int row = 0; row < 10; row++) {
      rows[row * 3073] = (byte) row;
    }
    Files.write(folder.resolve("data_batch_1.bin"), rows);
    Files.write(folder.resolve("test_batch.bin"), rows);
    try (Recording recording = train(load(), small())) {
      assertThat(recording.probes().shape()).containsExactly(3, 32, 32);
      assertThat(recording.probes().count()).isEqualTo(10);
      assertThat(recording.probes().input()[0]).isEqualTo((rows[1] & 0xff) / 255f);
    }
  }
}
