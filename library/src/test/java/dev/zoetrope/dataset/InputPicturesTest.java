package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.dataset.DataOptions.Size;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputPicturesTest {

  private static final int SIDE = 28;
  private static final int ZOOM = 12;

  @TempDir private Path folder;

  private Path write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.substring(name.indexOf('.') + 1);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage plain(int width, int height, Color color) {
    return rectangle(width, height, color, color, 0, 0, 0, 0);
  }

  private static BufferedImage rectangle(
      int width, int height, Color paper, Color ink, int x, int y, int across, int down) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(paper);
    g.fillRect(0, 0, width, height);
    g.setColor(ink);
    g.fillRect(x, y, across, down);
    g.dispose();
    return image;
  }

  private static BufferedImage noise(int width, int height, int mean, double deviation) {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int level = (int) Math.round(mean + deviation * random.nextGaussian());
      image.setRGB(i % width, i / width, 0x010101 * Math.max(0, Math.min(255, level)));
    }
    return image;
  }

  private float[] likeMnist(BufferedImage image) throws IOException {
    return InputPictures.likeMnist(List.of(write("written.png", image))).pixels();
  }

  // Digits

  /**
   * Digits of MNIST, enlarged and put somewhere onto a larger picture, come back as they were. The
   * mean differences were 0.025, and 0.030 with dark ink on uneven paper; a digit's distance from
   * an empty image is 0.12, and from itself one pixel aside 0.06.
   */
  @ParameterizedTest
  @CsvSource({
    "false,false,0.03,0.09",
    "true,false,0.03,0.09",
    "false,true,0.03,0.09",
    "true,true,0.036,0.12"
  })
  void digitsComeBack(boolean dark, boolean uneven, double mean, double most) throws IOException {
    ImageSet digits = Mnist.load().test();
    int count = 100;
    Random random = new Random(1);
    List<Path> files = new ArrayList<>();
    float[] originals = new float[count * SIDE * SIDE];
    for (int i = 0; i < count; i++) {
      digits.copyTo(i, originals, i * SIDE * SIDE);
      float[] ink = enlarged(Arrays.copyOfRange(originals, i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
      files.add(write(i + ".bmp", written(ink, dark, uneven, random)));
    }
    InputImages images = InputPictures.likeMnist(files);
    float[] pixels = images.pixels();
    assertThat(pixels).hasSize(originals.length);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double difference = 0;
      double mass = 0;
      double x = 0;
      double y = 0;
      for (int j = 0; j < SIDE * SIDE; j++) {
        float value = pixels[i * SIDE * SIDE + j];
        difference += Math.abs(value - originals[i * SIDE * SIDE + j]) / (SIDE * SIDE);
        int row = j / SIDE;
        mass += value;
        x += value * (j % SIDE);
        y += value * row;
      }
      // As in MNIST itself, where it is never further than half a pixel.
      assertThat(x / mass).as("%s", i).isCloseTo(14, within(0.51));
      assertThat(y / mass).as("%s", i).isCloseTo(14, within(0.51));
      assertThat(difference).as("%s", i).isLessThan(most);
      assertThat(images.remarks().get(i))
          .startsWith(i + ".bmp: " + (dark ? "dark on light, inverted" : "light on dark") + ", ");
      sum += difference;
    }
    assertThat(sum / count).isLessThan(mean);
  }

  private static float[] enlarged(float[] digit) {
    BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < digit.length; i++) {
      small.setRGB(i % SIDE, i / SIDE, 0x010101 * Math.round(255 * digit[i]));
    }
    int side = SIDE * ZOOM;
    BufferedImage large = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = large.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(small, 0, 0, side, side, null);
    g.dispose();
    float[] ink = new float[side * side];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (large.getRGB(i % side, i / side) & 0xff) / 255f;
    }
    return ink;
  }

  /** Uneven paper is lighter at the right and top, by 65 levels in all, and has noise. */
  private static BufferedImage written(float[] ink, boolean dark, boolean uneven, Random random) {
    int side = SIDE * ZOOM;
    int width = 520;
    int height = 440;
    int left = random.nextInt(width - side);
    int top = random.nextInt(height - side);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int inkX = x - left;
        int inkY = y - top;
        boolean inside = inkX >= 0 && inkX < side && inkY >= 0 && inkY < side;
        float here = inside ? ink[inkY * side + inkX] : 0;
        double slope = uneven ? 40.0 * x / width - 25.0 * y / height : 0;
        double paper = dark ? (uneven ? 200 + slope : 255) : uneven ? 50 + slope : 0;
        double level =
            dark ? paper * (1 - (uneven ? 0.8 : 1) * here) : paper + (uneven ? 150 : 255) * here;
        double noisy = level + (uneven ? 2 * random.nextGaussian() : 0);
        int rounded = (int) Math.round(Math.max(0, Math.min(255, noisy)));
        image.setRGB(x, y, 0x010101 * rounded);
      }
    }
    return image;
  }

  /** 100 pixels become 20, and 12 become 2.4; the middle of all comes to lie in pixel 14. */
  @Test
  void aBarIsAsByHand() throws IOException {
    Path file = write("a bar.png", rectangle(200, 300, Color.BLACK, Color.WHITE, 30, 50, 12, 100));
    InputImages images = InputPictures.likeMnist(List.of(file));
    float[] pixels = images.pixels();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        float expected = x == 13 || x == 14 ? 1 : x == 15 ? 0.4f : 0;
        assertThat(pixels[y * SIDE + x]).isEqualTo(y >= 5 && y < 25 ? expected : 0);
      }
    }
    assertThat(images.count()).isEqualTo(1);
    assertThat(images.channels()).isEqualTo(1);
    assertThat(images.height()).isEqualTo(SIDE);
    assertThat(images.width()).isEqualTo(SIDE);
    assertThat(images.labels()).containsExactly(-1);
    assertThat(images.names()).containsExactly("a bar.png");
    assertThat(images.remarks())
        .containsExactly("a bar.png: light on dark, cropped to 12×100 of 200×300");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 2000})
  void aThinStrokeDoesNotVanish(int side) throws IOException {
    float[] pixels =
        likeMnist(rectangle(side, side, Color.WHITE, Color.BLACK, side / 3, 201, 1, 600));
    float length = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        float value = pixels[y * SIDE + x];
        if (x != 14) {
          assertThat(value).isZero();
        } else if (y >= 5 && y < 24) {
          assertThat(value).isGreaterThan(0.95f);
        }
        length += value;
      }
    }
    assertThat(length).isCloseTo(20, within(0.2f));
  }

  @Test
  void aThinSlantDoesNotBreak() throws IOException {
    BufferedImage image = plain(1000, 1000, Color.WHITE);
    for (int y = 150; y < 850; y++) {
      image.setRGB(100 + y / 2, y, 0x202020);
    }
    float[] pixels = likeMnist(image);
    for (int y = 5; y < 24; y++) {
      float most = 0;
      for (int x = 0; x < SIDE; x++) {
        most = Math.max(most, pixels[y * SIDE + x]);
      }
      assertThat(most).isGreaterThan(0.4f);
    }
  }

  @Test
  void smallPicturesAreEnlarged() throws IOException {
    float[] square = likeMnist(rectangle(9, 9, Color.BLACK, Color.WHITE, 3, 2, 4, 4));
    float mass = 0;
    for (float value : square) {
      assertThat(value).isIn(0f, 1f);
      mass += value;
    }
    assertThat(mass).isEqualTo(400);
  }

  @Test
  void transparentPaperIsWhite() throws IOException {
    BufferedImage image = new BufferedImage(200, 300, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.BLACK);
    g.fillRect(30, 50, 12, 100);
    g.dispose();
    assertThat(likeMnist(image))
        .containsExactly(likeMnist(rectangle(200, 300, Color.WHITE, Color.BLACK, 30, 50, 12, 100)));
  }

  @Test
  void severalPicturesStayInOrder() throws IOException {
    Path bar = write("b.png", rectangle(99, 99, Color.BLACK, Color.WHITE, 30, 30, 5, 40));
    Path beam = write("a.png", rectangle(99, 99, Color.WHITE, Color.BLACK, 30, 30, 40, 5));
    InputImages images = InputPictures.likeMnist(List.of(bar, beam));
    assertThat(images.names()).containsExactly("b.png", "a.png");
    assertThat(images.labels()).containsExactly(-1, -1);
    float[] pixels = images.pixels();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        assertThat(pixels[784 + x * SIDE + y]).isEqualTo(pixels[y * SIDE + x]);
      }
    }
  }

  // Scaled

  @Test
  void coloursAreAsInFoldersOfPictures() throws IOException {
    Random random = new Random(1);
    List<Path> files = new ArrayList<>();
    for (String name : List.of("a/1.png", "a/2.jpg", "b/1.gif", "b/2.png")) {
      BufferedImage image = noise(30 + random.nextInt(40), 30 + random.nextInt(40), 128, 60);
      Graphics2D g = image.createGraphics();
      g.setColor(Color.ORANGE);
      g.fillOval(3, 5, 20, 17);
      g.dispose();
      files.add(write("train/" + name, image));
    }
    assertLikeFolder(files, 3);
  }

  @Test
  void greyIsAsInFoldersOfPictures() throws IOException {
    BufferedImage deep = new BufferedImage(33, 21, BufferedImage.TYPE_USHORT_GRAY);
    for (int i = 0; i < 33 * 21; i++) {
      deep.getRaster().setSample(i % 33, i / 33, 0, 93 * i);
    }
    assertLikeFolder(
        List.of(
            write("train/a/1.png", deep),
            write("train/a/2.jpg", noise(44, 50, 128, 60)),
            write("train/b/1.png", noise(16, 12, 128, 60)),
            write("train/b/2.png", plain(9, 9, new Color(100, 103, 99)))), // still grey
        1);
  }

  /** Compares with the training images of the folder. */
  private void assertLikeFolder(List<Path> files, int channels) throws IOException {
    write("test/a/1.png", plain(8, 8, Color.BLACK));
    write("test/b/1.png", plain(8, 8, Color.BLACK));
    ImageSet set = Datasets.load(folder, DataOptions.DEFAULT.withSize(new Size(16, 12))).train();
    assertThat(set.size()).isEqualTo(files.size());
    assertThat(set.channels()).isEqualTo(channels);
    float[] expected = new float[files.size() * set.valuesPerImage()];
    for (int i = 0; i < files.size(); i++) {
      set.copyTo(i, expected, i * set.valuesPerImage());
    }
    InputImages images = InputPictures.scaled(files, channels, 12, 16);
    assertThat(images.channels()).isEqualTo(channels);
    assertThat(images.height()).isEqualTo(12);
    assertThat(images.width()).isEqualTo(16);
    assertThat(images.pixels()).containsExactly(expected);
    assertThat(images.labels()).containsOnly(-1).hasSize(files.size());
  }

  /** Luma according to ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B. */
  @Test
  void coloursBecomeGrey() throws IOException {
    BufferedImage image = plain(3, 1, Color.RED);
    image.setRGB(1, 0, 0x00FF00);
    image.setRGB(2, 0, 0x2040C8);
    InputImages images = InputPictures.scaled(List.of(write("x.png", image)), 1, 1, 3);
    assertThat(images.pixels()).containsExactly(76 / 255f, 150 / 255f, 70 / 255f);
    assertThat(images.names()).containsExactly("x.png");
    assertThat(images.remarks()).containsExactly("x.png: scaled from 3×1");
  }

  @Test
  void greyPicturesFitColourNetworks() throws IOException {
    Path file = write("x.png", plain(5, 5, new Color(51, 51, 51)));
    assertThat(InputPictures.scaled(List.of(file), 3, 2, 2).pixels())
        .hasSize(12)
        .containsOnly(0.2f);
  }

  @Test
  void otherChannelsAreRefused() {
    assertThatThrownBy(() -> InputPictures.scaled(List.of(), 4, 8, 8))
        .isInstanceOf(DatasetException.class)
        .hasMessage("the network's inputs have 4 channels; pictures have 1 or 3");
  }

  // Refused

  @Test
  void picturesWithoutAStrokeAreRefused() throws IOException {
    String none = " holds no stroke: all of its pixels are alike";
    assertRefused(write("white.png", plain(40, 30, Color.WHITE)), none);
    assertRefused(write("black.jpg", plain(300, 30, Color.BLACK)), none);
    assertRefused(write("dot.bmp", plain(1, 1, Color.RED)), none);
    assertRefused(write("paper.png", noise(400, 400, 200, 3)), none);
    assertRefused(write("clear.png", new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB)), none);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path empty = Files.write(folder.resolve("empty.png"), new byte[0]);
    Path text = Files.writeString(folder.resolve("text.png"), "seven");
    Path missing = folder.resolve("missing.png");
    byte[] whole = Files.readAllBytes(write("whole.png", noise(64, 64, 128, 60)));
    Path half = Files.write(folder.resolve("half.png"), Arrays.copyOf(whole, whole.length / 2));
    for (boolean scaled : new boolean[] {false, true}) {
      assertRefused(scaled, empty, empty + " cannot be read as a picture: empty");
      assertRefused(
          scaled,
          text,
          text
              + " cannot be read as a picture: not in a format that Java reads; convert it to PNG");
      assertRefused(scaled, missing, missing + " does not exist");
      assertRefused(
          scaled,
          folder,
          folder
              + " is a folder; name the pictures in it, as in "
              + folder
              + File.separator
              + "*.png");
      assertThatThrownBy(() -> make(scaled, half))
          .isInstanceOf(DatasetException.class)
          .hasMessageStartingWith(half + " cannot be read as a picture: ")
          .message()
          .doesNotContain("\n");
    }
  }

  private static InputImages make(boolean scaled, Path file) throws IOException {
    return scaled
        ? InputPictures.scaled(List.of(file), 1, 8, 8)
        : InputPictures.likeMnist(List.of(file));
  }

  private static void assertRefused(Path file, String message) {
    assertRefused(false, file, file + message);
  }

  private static void assertRefused(boolean scaled, Path file, String message) {
    assertThatThrownBy(() -> make(scaled, file))
        .isInstanceOf(DatasetException.class)
        .hasMessage(message);
  }
}
