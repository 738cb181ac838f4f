package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.cli.Cli.Outcome;
import dev.zoetrope.recording.Recording;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records usual kinds of data, in a separate process. */
class RecordDataTest {

  @TempDir private Path folder;

  /** Writes twelve colour pictures of each of two classes, and one file that is not a picture. */
  @BeforeEach
  void writePhotos() throws IOException {
    for (int i = 0; i < 24; i++) {
      BufferedImage image = new BufferedImage(30 + i, 40, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < 20; x++) {
        image.setRGB(x, i, i % 2 == 0 ? 0xFF8000 : 0x0080FF);
      }
      Path file = folder.resolve("photos").resolve(i % 2 == 0 ? "apple" : "sky");
      Files.createDirectories(file);
      ImageIO.write(image, i % 3 == 0 ? "jpg" : "png", file.resolve(i + ".img").toFile());
    }
    Files.writeString(folder.resolve("photos/sky/broken.png"), "not there yet");
  }

  private Outcome record(String... more) throws Exception {
    String[] all = new String[more.length + 4];
    System.arraycopy(new String[] {"record", "--data", "photos", "--epochs=1"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return Cli.run(folder, all);
  }

  @Test
  void aFolderOfPhotosTrainsAndPlays() throws Exception {
    Outcome outcome = record();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("Data: 24 pictures of 2 classes: 20 to train, 4 to test; 42×40 pixels, colour")
        .contains("Data: the files do not say which images are for testing")
        .contains("Data: 23 pictures scaled to 42×40")
        .contains(
            "Data: 1 picture unreadable and left out: sky/broken.png (not in a format that Java")
        .contains("Training on 20 images of photos: 1 epoch, 20 steps of 1 image");
    assertThat(folder.resolve("photos-pictures/conv6.gif")).isNotEmptyFile();
    try (Recording recording = Recording.open(folder.resolve("photos.zarr"))) {
      assertThat(recording.probes().shape()).containsExactly(3, 40, 42);
      assertThat(recording.info().run().details().get("class_names").toString())
          .isEqualTo("[apple, sky]");
    }
    assertThat(Cli.runWithoutEngine(folder, "info", "photos.zarr").out())
        .contains("apple", "24 pictures of 2 classes");
    assertThat(Cli.runWithoutEngine(folder, "verify", "photos.zarr").code()).isZero();
  }

  @Test
  void sizeAndHandlingOfDamagedPicturesCanBeChosen() throws Exception {
    Outcome outcome = record("--size", "20x12", "--no-pictures");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("20×12 pixels, colour");
    outcome = record("--unreadable", "fail", "--force");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.lastError())
        .startsWith("zoetrope: ")
        .endsWith("broken.png cannot be read: not in a format that Java reads; convert it to PNG");
    outcome = record("--size", "0");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("a size of 0×0 is not within 1…1024");
  }

  @Test
  void rejectsOptionsThatDoNotFitTheData() throws Exception {
    SmallData.write(folder.resolve("bars"), 8, 12);
    assertThat(record("--transpose").lastError()).contains("holds no IDX files");
    Outcome outcome = Cli.run(folder, "record", "--data", "bars", "--size", "8");
    assertThat(outcome.lastError()).contains("a size can be given for folders of pictures");
    assertThat(outcome.code()).isEqualTo(1);
    outcome =
        Cli.run(folder, "record", "--data", "bars", "--transpose", "--epochs=1", "--no-pictures");
    assertThat(outcome.out()).contains("8×12 pixels, grey", "rows and columns were swapped");
    outcome = Cli.run(folder, "record", "--size", "8");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--size, --unreadable, --data-set and --transpose");
  }

  @Test
  void helpListsTheFormsOfData() throws Exception {
    String help = Cli.runWithoutEngine(folder, "record", "--help").out().replaceAll("\\s+", " ");
    assertThat(help)
        .contains("a sub-folder for each class", "IDX files", "CIFAR-10", "--[no-]transpose");
  }
}
