package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zoetrope.dataset.DataOptions.Size;
import dev.zoetrope.dataset.DataOptions.Unreadable;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
import org.junit.jupiter.params.provider.ValueSource;

class PictureFolderTest {

  @TempDir private Path folder;

  private Path write(String name, String format, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage plain(int width, int height, Color color) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(color);
    g.fillRect(0, 0, width, height);
    g.dispose();
    return image;
  }

  /** Writes four pictures of 8×6 for each of two classes. */
  private void writeClasses(String cat, String dog) throws IOException {
    for (int i = 0; i < 4; i++) {
      write(cat + "/" + i + ".png", "png", plain(8, 6, new Color(10 * i, 0, 200)));
      write(dog + "/" + i + ".png", "png", plain(8, 6, new Color(0, 10 * i, 0)));
    }
  }

  private ImageDataset load() throws IOException {
    return Datasets.load(folder, DataOptions.DEFAULT);
  }

  private ImageDataset load(int width, int height) throws IOException {
    return Datasets.load(folder, DataOptions.DEFAULT.withSize(new Size(width, height)));
  }

  private static int[] levels(ImageSet set, int image) {
    float[] values = new float[set.valuesPerImage()];
    set.copyTo(image, values, 0);
    int[] levels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = Math.round(values[i] * 255);
    }
    return levels;
  }

  /** Returns the levels of the only picture of class "a"; that of "b" is black. */
  private int[] levelsOf(BufferedImage image, String format, int width, int height)
      throws IOException {
    write("train/a/1", format, image);
    return onlyPicture(width, height);
  }

  private int[] onlyPicture(int width, int height) throws IOException {
    write("train/b/1", "png", plain(8, 8, Color.BLACK));
    write("test/b/1", "png", plain(8, 8, Color.BLACK));
    return levels(load(width, height).train(), 0);
  }

  // Which pictures

  @Test
  void aSubFolderIsAClass() throws IOException {
    writeClasses("Katze", "犬");
    ImageDataset data = load();
    assertThat(data.classNames()).containsExactly("Katze", "犬");
    assertThat(data.train().size()).isEqualTo(6);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.train().labels()).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(data.train().channels()).isEqualTo(3);
    assertThat(data.preparation())
        .containsExactly(
            "8 pictures of 2 classes: 6 to train, 2 to test; 8×6 pixels, colour", Split.SENTENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "train,test",
    "Training,Testing",
    "training_set,test_set",
    "seg_train/x,seg_test/x",
    "train,val",
    "train,validation",
    "TRAIN,valid"
  })
  void foldersMaySayWhichImagesAreForTesting(String train, String test) throws IOException {
    writeClasses(train + "/cat", train + "/dog");
    write(test + "/dog/x.png", "png", plain(8, 6, Color.GREEN));
    ImageDataset data = load();
    assertThat(data.train().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    assertThat(data.test().labels()).containsExactly(1);
    assertThat(levels(data.test(), 0)[48]).isEqualTo(255);
    assertThat(data.classNames()).containsExactly("cat", "dog");
  }

  @Test
  void classesMayHaveTheirOwnTestImages() throws IOException {
    writeClasses("cat/train", "dog/train");
    write("cat/test/x.png", "png", plain(8, 6, Color.GREEN));
    ImageDataset data = load();
    assertThat(data.classNames()).containsExactly("cat", "dog");
    assertThat(data.train().size()).isEqualTo(8);
    assertThat(data.test().labels()).containsExactly(0);
  }

  @Test
  void trainMayBeAClass() throws IOException {
    writeClasses("train", "test");
    assertThat(load().classNames()).containsExactly("test", "train");
    assertThat(load().preparation()).contains(Split.SENTENCE);
  }

  @Test
  void foldersLeftByUnpackingAreSkipped() throws IOException {
    writeClasses("photos/animals/cat", "photos/animals/dog");
    assertThat(load().classNames()).containsExactly("cat", "dog");
    assertThat(load().name()).isEqualTo(folder.getFileName().toString());
  }

  /** Recording into the folder of the pictures must work repeatedly. */
  @Test
  void recordingsAndTheirPicturesAreNotClasses() throws IOException {
    writeClasses("cat", "dog");
    Files.writeString(Files.createDirectories(folder.resolve("x.zarr")).resolve("zarr.json"), "{}");
    write("x-pictures/conv1.gif", "gif", plain(9, 9, Color.RED));
    assertThat(load().classNames()).containsExactly("cat", "dog");
    assertThat(load().preparation()).hasSize(2);
    write("y-pictures/conv1.gif", "gif", plain(9, 9, Color.RED));
    assertThat(load().classNames()).containsExactly("cat", "dog", "y-pictures");
  }

  @Test
  void aClassWithoutReadablePicturesIsNamed() throws IOException {
    writeClasses("cat", "dog");
    Files.createDirectories(folder.resolve("bird"));
    Files.writeString(folder.resolve("bird/a\nb.png"), "");
    assertThat(load().classNames()).containsExactly("cat", "dog");
    assertThat(load().preparation())
        .contains("no readable pictures of bird")
        .contains("1 picture unreadable and left out: bird/a?b.png (empty)");
  }

  @Test
  void numericClassesAreSortedByValue() throws IOException {
    writeClasses("10", "9");
    writeClasses("1", "2");
    assertThat(load().classNames()).containsExactly("1", "2", "9", "10");
  }

  @Test
  void deeperFoldersBelongToTheirClass() throws IOException {
    writeClasses("cat/2020/may", "dog");
    assertThat(load().classNames()).containsExactly("cat", "dog");
  }

  @Test
  void otherFilesAreLeftOutAndReported() throws IOException {
    writeClasses("cat", "dog");
    write("stray.png", "png", plain(8, 6, Color.RED));
    Files.writeString(folder.resolve("cat/notes.txt"), "a cat");
    Files.writeString(folder.resolve("cat/Thumbs.db"), "x");
    Files.writeString(folder.resolve("cat/._1.png"), "x");
    Files.writeString(folder.resolve(".DS_Store"), "x");
    Files.createDirectories(folder.resolve("bird"));
    assertThat(load().preparation())
        .containsSubsequence(
            "no pictures of bird",
            "1 picture without a class left out: stray.png",
            "1 other file left out: notes.txt");
    assertThat(load().preparation().toString()).doesNotContain("Thumbs", "._1", "DS_Store");
    assertThat(load().classNames()).containsExactly("cat", "dog");
  }

  @Test
  void linksAreFollowedButNotInCircles() throws IOException {
    writeClasses("cat", "dog");
    Path elsewhere = Files.createDirectory(folder.resolve(".elsewhere"));
    Files.copy(folder.resolve("cat/1.png"), elsewhere.resolve("z.png"));
    try {
      Files.createSymbolicLink(folder.resolve("cat/linked"), elsewhere);
      Files.createSymbolicLink(folder.resolve("dog/around"), folder.resolve("dog"));
      Files.createSymbolicLink(folder.resolve("dog/nowhere.png"), folder.resolve("gone.png"));
    } catch (UnsupportedOperationException | IOException e) {
      assumeTrue(false, "no links here");
    }
    ImageDataset data = load();
    assertThat(data.train().size() + data.test().size()).isEqualTo(9);
    assertThat(data.preparation().toString())
        .contains("2 pictures unreadable and left out: dog/around (", "dog/nowhere.png (");
  }

  @Test
  void foldersWithoutADataSetAreRefused() throws IOException {
    assertRefused("holds no images; readable are IDX files");
    Files.writeString(folder.resolve("data.csv"), "1,2");
    assertRefused("holds no images (but data.csv); readable are");
    write("1.png", "png", plain(8, 8, Color.RED));
    assertRefused("pictures need a class: put them into one sub-folder per class, as in");
    write("cat/1.png", "png", plain(8, 8, Color.RED));
    write("cat/2.png", "png", plain(8, 8, Color.RED));
    assertRefused("all images are of one class");
    write("dog/1.png", "png", plain(8, 8, Color.RED));
    assertThat(load().test().size()).isEqualTo(1);
    Files.delete(folder.resolve("cat/2.png"));
    assertRefused("too few images to train with some and test with others");
  }

  private void assertRefused(String part) {
    assertThatThrownBy(this::load)
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(part)
        .message()
        .doesNotContain("\n");
  }

  // Which size

  @Test
  void picturesGetTheMedianSizeAndLargeOnesAreScaledDown() throws IOException {
    writeClasses("cat", "dog");
    write("dog/large.png", "png", plain(500, 300, Color.GREEN));
    ImageSet train = load().train();
    assertThat(train.width()).isEqualTo(8);
    assertThat(train.height()).isEqualTo(6);
    assertThat(load().preparation()).contains("1 picture scaled to 8×6");
    assertThat(load(5, 7).train().width()).isEqualTo(5);
    assertThat(load(5, 7).train().height()).isEqualTo(7);
    for (int i = 0; i < 9; i++) {
      write("cat/large" + i + ".jpg", "jpg", plain(1600, 1200, Color.BLUE));
    }
    assertThat(load().train().width()).isEqualTo(64);
    assertThat(load().train().height()).isEqualTo(48);
  }

  @Test
  void greyPicturesStayGreyUnlessOneHasColours() throws IOException {
    for (int i = 0; i < 3; i++) {
      write("a/" + i + ".jpg", "jpg", plain(8, 8, Color.GRAY));
      write("b/" + i + ".png", "png", plain(8, 8, Color.WHITE));
    }
    assertThat(load().train().channels()).isEqualTo(1);
    assertThat(load().preparation().get(0)).endsWith("8×8 pixels, grey");
    write("b/c.gif", "gif", plain(8, 8, Color.RED));
    assertThat(load().train().channels()).isEqualTo(3);
  }

  // Which pixels

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "gif"})
  void pixelsAreTakenExactly(String format) throws IOException {
    BufferedImage image = new BufferedImage(5, 6, BufferedImage.TYPE_INT_RGB);
    int[] expected = new int[90];
    for (int i = 0; i < 30; i++) {
      int[] rgb = {8 * i, 255 - 8 * i, 7 * i};
      image.setRGB(i % 5, i / 5, rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
      for (int colour = 0; colour < 3; colour++) {
        expected[30 * colour + i] = rgb[colour];
      }
    }
    assertThat(levelsOf(image, format, 5, 6)).containsExactly(expected);
  }

  /** Java reads the rows of an interlaced GIF in the wrong order if there are fewer than five. */
  @Test
  void gifsThatJavaReadsWronglyAreNamed() throws IOException {
    writeClasses("cat", "dog");
    write("cat/low.gif", "gif", plain(8, 4, Color.RED));
    assertThat(load().preparation().toString()).contains("low.gif (Java mixes up the rows");
  }

  @Test
  void greyIsNotTakenForLinearLight() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    WritableRaster raster = image.getRaster();
    int[] expected = new int[256];
    for (int i = 0; i < 256; i++) {
      raster.setSample(i % 16, i / 16, 0, i);
      expected[i] = i;
    }
    assertThat(levelsOf(image, "png", 16, 16)).containsExactly(expected);
  }

  @Test
  void sixteenBitsAreScaledToTheSameRange() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    int[] expected = new int[16];
    for (int i = 0; i < 16; i++) {
      image.getRaster().setSample(i % 4, i / 4, 0, 4369 * i); // 65535 / 15
      expected[i] = 17 * i;
    }
    assertThat(levelsOf(image, "png", 4, 4)).containsExactly(expected);
  }

  @Test
  void blackAndWhiteAreTwoLevels() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xFFFFFF);
    int[] expected = new int[16];
    expected[1] = 255;
    assertThat(levelsOf(image, "png", 4, 4)).containsExactly(expected);
  }

  @Test
  void transparentPartsAreShownOnWhite() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0xFF102030);
    image.setRGB(1, 0, 0x80000000); // 128 / 255 of black
    int[] levels = levelsOf(image, "png", 4, 4);
    assertThat(levels[0]).isEqualTo(0x10);
    assertThat(levels[16]).isEqualTo(0x20);
    assertThat(levels[1]).isEqualTo(127);
    assertThat(levels[2]).isEqualTo(255);
    assertThat(load(4, 4).preparation()).contains("1 picture shown on white where transparent");
  }

  @Test
  void areasAreAveraged() throws IOException {
    BufferedImage image = new BufferedImage(9, 6, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 54; i++) {
      image.getRaster().setSample(i % 9, i / 9, 0, 4 * i);
    }
    // Areas of 1.5 × 1.5 pixels: the top left one has weights 1, ½ across and down.
    int expected = Math.round((0 + 0.5f * 4 + 0.5f * 36 + 0.25f * 40) / 2.25f);
    int[] levels = levelsOf(image, "png", 6, 4);
    assertThat(levels[0]).isEqualTo(expected);
    assertThat(Arrays.stream(levels).average().getAsDouble()).isCloseTo(106, within(0.5));
  }

  @Test
  void picturesOfAnotherShapeAreCroppedOnBothSides() throws IOException {
    BufferedImage image = new BufferedImage(12, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 12; x++) {
      for (int y = 0; y < 4; y++) {
        image.getRaster().setSample(x, y, 0, 10 * x);
      }
    }
    assertThat(Arrays.copyOf(levelsOf(image, "png", 4, 4), 4)).containsExactly(40, 50, 60, 70);
    assertThat(load(4, 4).preparation()).contains("1 picture cropped to fit the shape");
  }

  @Test
  void smallPicturesAreEnlarged() throws IOException {
    int[] levels = levelsOf(plain(1, 1, new Color(9, 9, 9)), "png", 4, 4);
    assertThat(levels).hasSize(16).containsOnly(9);
  }

  /** The bright corner is at the top left once the picture is upright. */
  @ParameterizedTest
  @CsvSource({"1,0,0", "2,1,0", "3,1,1", "4,0,1", "5,0,0", "6,0,1", "7,1,1", "8,1,0"})
  void picturesAreTurnedAccordingToExif(int orientation, int right, int below) throws IOException {
    boolean swapped = orientation > 4;
    BufferedImage stored = plain(swapped ? 16 : 32, swapped ? 32 : 16, Color.BLACK);
    Graphics2D g = stored.createGraphics();
    g.setColor(Color.WHITE);
    int width = stored.getWidth();
    int height = stored.getHeight();
    g.fillRect(right * (width - 8), below * (height - 8), 8, 8);
    g.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(stored, "jpg", jpeg);
    Path file = folder.resolve("train/a/1");
    Files.createDirectories(file.getParent());
    Files.write(file, withExif(jpeg.toByteArray(), orientation));
    int[] levels = onlyPicture(32, 16);
    assertThat(levels[32 * 2 + 2]).isGreaterThan(240);
    assertThat(levels[32 * 2 + 29]).isLessThan(15);
    assertThat(levels[32 * 13 + 2]).isLessThan(15);
    assertThat(load(32, 16).preparation().toString())
        .contains(orientation == 1 ? "" : "1 picture turned upright according to EXIF data");
  }

  private static byte[] withExif(byte[] jpeg, int orientation) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 36);
    out.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
    out.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    out.putShort((short) 1).putShort((short) 0x112).putShort((short) 3).putInt(1);
    out.putShort((short) orientation).putShort((short) 0).putInt(0);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** Written by Pillow: cyan 10, magenta 200, yellow 30, black 40 of 255. */
  @Test
  void cmykIsConvertedOrNamed() throws IOException {
    writeClasses("a", "b");
    try (InputStream in = getClass().getResourceAsStream("cmyk.jpg")) {
      Files.copy(in, folder.resolve("a/0000.jpg"));
    }
    Picture picture = null;
    try {
      picture = Picture.of(folder.resolve("a/0000.jpg"));
      byte[] out = new byte[48];
      PictureScaler.scale(picture.read(), Orientation.UPRIGHT, 4, 4, out, 0);
      assertThat(out[0] & 0xff).isCloseTo(245 * 215 / 255, within(3));
      assertThat(out[16] & 0xff).isCloseTo(55 * 215 / 255, within(3));
      assertThat(out[32] & 0xff).isCloseTo(225 * 215 / 255, within(3));
    } catch (Picture.UnreadableException e) {
      assertThat(e).hasMessageContaining("CMYK"); // some versions of Java do not read it
    }
  }

  @Test
  void aVeryLargePictureDoesNotFillTheHeap() throws IOException {
    writeClasses("a", "b");
    Path file = folder.resolve("a/huge.bmp");
    int side = 20_000;
    int row = side / 8; // one bit per pixel; 2,500 bytes are a multiple of four
    ByteBuffer header = ByteBuffer.allocate(62).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {'B', 'M'}).putInt(62 + row * side).putInt(0).putInt(62).putInt(40);
    header.putInt(side).putInt(side).putShort((short) 1).putShort((short) 1).putInt(0);
    header.putInt(row * side).putInt(0).putInt(0).putInt(2).putInt(2);
    header.putInt(0x0000FF).putInt(0xFFFFFF); // blue, then white
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(header.array());
      out.setLength(62 + (long) row * side);
    }
    Picture picture = unchecked(() -> Picture.of(file));
    assertThat(picture.width()).isEqualTo(side);
    BufferedImage read = unchecked(picture::read);
    assertThat((long) read.getWidth() * read.getHeight()).isLessThan(1 << 23);
    assertThat(read.getRGB(77, 99)).isEqualTo(0xFF0000FF);
  }

  private interface Reading<T> {
    T get() throws Exception;
  }

  private static <T> T unchecked(Reading<T> reading) {
    try {
      return reading.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  // Damage

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void aTruncatedPictureIsNamedAndLeftOutOrFails(String format) throws IOException {
    writeClasses("cat", "dog");
    BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int i = 0; i < 4096; i++) {
      noise.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
    }
    Path file = write("cat/half." + format, format, noise);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 3, 30, whole.length / 2, whole.length * 9 / 10}) {
      Files.write(file, Arrays.copyOf(whole, length));
      ImageDataset data = load();
      assertThat(data.train().size() + data.test().size()).as("%d bytes", length).isEqualTo(8);
      assertThat(data.preparation().toString())
          .contains("1 picture unreadable and left out: cat/half." + format + " (");
      DataOptions strict = DataOptions.DEFAULT.withUnreadable(Unreadable.FAIL);
      assertThatThrownBy(() -> Datasets.load(folder, strict))
          .isInstanceOf(DatasetException.class)
          .hasMessageStartingWith(file + " cannot be read: ")
          .message()
          .doesNotContain("\n");
    }
  }

  @Test
  void filesThatOnlyClaimToBePicturesAreNamed() throws IOException {
    writeClasses("cat", "dog");
    Files.writeString(folder.resolve("cat/a.png"), "<html>404</html>");
    Files.write(
        folder.resolve("cat/b.jpg"), "RIFF????WEBPVP8 ".getBytes(StandardCharsets.US_ASCII));
    byte[] png = Files.readAllBytes(folder.resolve("cat/0.png"));
    ByteBuffer.wrap(png).putInt(16, 0x7fffffff).putInt(20, 0x7fffffff);
    Files.write(folder.resolve("cat/c.png"), png);
    String said = load().preparation().toString();
    assertThat(said).contains("a.png (not in a format that Java reads; convert it to PNG)");
    assertThat(said).contains("b.jpg (not in a format that Java reads; convert it to PNG)");
    assertThat(said).contains("c.png (");
    for (String name : List.of("cat", "dog")) {
      for (int i = 0; i < 4; i++) {
        Files.writeString(folder.resolve(name + "/" + i + ".png"), "gone");
      }
    }
    assertRefused("none of the pictures of");
  }

  @Test
  void tooManyPicturesForTheHeapAreRefusedBeforeTheyAreRead() {
    long bytes = 2 * Runtime.getRuntime().maxMemory();
    assertThatThrownBy(() -> Heap.require("9 pictures", Math.min(bytes, Heap.LARGEST_ARRAY), "x"))
        .matches(e -> e instanceof DatasetException || bytes < Heap.LARGEST_ARRAY);
    assertThatThrownBy(() -> Heap.require("9 pictures of 64×64", 1L << 40, "choose --size 32"))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "9 pictures of 64×64 need 1,099,511 MB, more than a Java array can hold:"
                + " choose --size 32");
  }

  @Test
  void sizesAreParsed() {
    assertThat(Size.parse("32")).isEqualTo(new Size(32, 32));
    assertThat(Size.parse("48x32")).isEqualTo(new Size(48, 32));
    for (String wrong : List.of("", "x", "3x", "1x2x3", "-4", "0", "2000", "a")) {
      assertThatThrownBy(() -> Size.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
