package dev.zoetrope.dataset;

import static dev.zoetrope.dataset.IdxFiles.bytes;
import static dev.zoetrope.dataset.IdxFiles.counting;
import static dev.zoetrope.dataset.IdxFiles.gzip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxFolderTest {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    IdxFiles.mnist(folder, TRAIN_IMAGES, TRAIN_LABELS);
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private ImageDataset load() throws IOException {
    return Datasets.load(folder, DataOptions.DEFAULT);
  }

  private static float[] pixels(ImageSet set, int image) {
    float[] pixels = new float[set.valuesPerImage()];
    set.copyTo(image, pixels, 0);
    return pixels;
  }

  private void rename(String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Files.move(file, folder.resolve(name.replaceAll(from, to)));
      }
    }
  }

  private void assertIsMnist(ImageDataset data) {
    assertThat(data.train().size()).isEqualTo(3);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.train().channels()).isEqualTo(1);
    assertThat(data.train().height()).isEqualTo(2);
    assertThat(data.train().width()).isEqualTo(4);
    assertThat(data.classes()).isEqualTo(2);
    assertThat(data.namesClasses()).isFalse();
    assertThat(data.test().label(0)).isEqualTo(1);
    float[] image = new float[10];
    data.train().copyTo(2, image, 1);
    assertThat(image[1]).isEqualTo(16 / 255f);
    assertThat(image[8]).isEqualTo(23 / 255f);
    assertThat(image[9]).isZero();
  }

  @Test
  void readsFilesNamedLikeMnists() throws IOException {
    assertIsMnist(load());
    assertThat(load().name()).isEqualTo(folder.getFileName().toString());
    assertThat(load().preparation())
        .containsExactly("5 images of 2 classes: 3 to train, 2 to test; 4×2 pixels, grey");
  }

  @ParameterizedTest
  @ValueSource(strings = {".gz", "", ".GZ", ".bin"})
  void gzipIsRecognizedByContent(String suffix) throws IOException {
    for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS}) {
      byte[] packed = gzip(Files.readAllBytes(folder.resolve(name)));
      Files.delete(folder.resolve(name));
      write(name + suffix, packed);
    }
    assertIsMnist(load());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$1$2-idx$3-ubyte.gz", // unpacked, the suffix left
        "$1$2.idx$3-ubyte",
        "$1_$2.idx",
        "qmnist-$1$2-idx$3-ubyte",
        "My Set-$1$2-idx$3-ubyte"
      })
  void namesAreSpeltInManyWays(String spelling) throws IOException {
    rename("(train-|t10k-)(images|labels)-idx(.)-ubyte", spelling);
    assertIsMnist(load());
  }

  @Test
  void testImagesMayBeCalledTest() throws IOException {
    rename("t10k", "test");
    assertIsMnist(load());
  }

  @Test
  void aPrefixNamesTheDataSet() throws IOException {
    rename("^", "fashion-");
    assertThat(load().name()).isEqualTo("fashion");
  }

  @Test
  void oneOfSeveralDataSetsMustBeChosen() throws IOException {
    rename("^", "kmnist-");
    IdxFiles.mnist(folder, "a-b-" + TRAIN_IMAGES, "a-b-" + TRAIN_LABELS);
    assertRefused("holds 2 data sets: a-b, kmnist; name the one you want, as in --data-set a-b");
    ImageDataset chosen = Datasets.load(folder, DataOptions.DEFAULT.withName("kmnist"));
    assertIsMnist(chosen);
    assertThat(chosen.name()).isEqualTo("kmnist");
    assertThatThrownBy(() -> Datasets.load(folder, DataOptions.DEFAULT.withName("c")))
        .hasMessageContaining("no data set c; it holds a-b, kmnist");
  }

  @Test
  void anUnpackedFileIsPreferredToItsPackedCopy() throws IOException {
    write(TRAIN_IMAGES + ".gz", gzip(Files.readAllBytes(folder.resolve(TRAIN_IMAGES))));
    assertIsMnist(load());
    assertThat(load().preparation())
        .contains("where a file exists both packed and unpacked, the unpacked one is used");
    write("train-images.idx3-ubyte", bytes(counting(9, 2, 4), 9, 2, 4));
    assertRefused("are both training images; keep one of them");
  }

  @Test
  void aFolderInAFolderIsFound() throws IOException {
    Path outer = Files.createDirectory(folder.resolve("downloads"));
    Path inner = Files.createDirectories(outer.resolve("fashion/raw"));
    IdxFiles.mnist(inner, TRAIN_IMAGES, TRAIN_LABELS);
    assertIsMnist(Datasets.load(outer, DataOptions.DEFAULT));
    assertThat(Datasets.load(outer, DataOptions.DEFAULT).name()).isEqualTo("downloads");
    IdxFiles.mnist(Files.createDirectory(outer.resolve("kmnist")), TRAIN_IMAGES, TRAIN_LABELS);
    assertThatThrownBy(() -> Datasets.load(outer, DataOptions.DEFAULT))
        .hasMessageContaining("holds 2 data sets: fashion/raw, kmnist; name the folder you want");
  }

  // Values

  static Stream<byte[]> imagesOfEveryType() {
    int[] values = {0, 255, 51, 102};
    double[] zeroToOne = {0, 1, 0.2, 0.4};
    return Stream.of(
        bytes(values, 1, 2, 2),
        IdxFiles.shorts(values, 1, 2, 2),
        IdxFiles.ints(values, 1, 2, 2),
        IdxFiles.floats(new double[] {0, 255, 51, 102}, 1, 2, 2),
        IdxFiles.doubles(new double[] {0, 255, 51, 102}, 1, 2, 2),
        IdxFiles.floats(zeroToOne, 1, 2, 2),
        IdxFiles.doubles(zeroToOne, 1, 2, 2),
        // Neither 0…1 nor 0…255: scaled from the smallest to the largest.
        IdxFiles.floats(new double[] {-1, 1, -0.6, -0.2}, 1, 2, 2),
        IdxFiles.signedBytes(new int[] {-100, 100, -60, -20}, 1, 2, 2),
        IdxFiles.shorts(new int[] {1000, 6000, 2000, 3000}, 1, 2, 2));
  }

  @ParameterizedTest
  @MethodSource("imagesOfEveryType")
  void valuesOfEveryTypeBecomeZeroToOne(byte[] images) throws IOException {
    write(TRAIN_IMAGES, images);
    write(TRAIN_LABELS, bytes(new int[] {0}, 1));
    write(TEST_IMAGES, images);
    write(TEST_LABELS, bytes(new int[] {1}, 1));
    for (ImageSet set : new ImageSet[] {load().train(), load().test()}) {
      assertThat(pixels(set, 0)).containsExactly(new float[] {0, 1, 0.2f, 0.4f}, within(1e-6f));
    }
    boolean usual = images[2] == 8;
    assertThat(load().preparation()).hasSize(usual ? 2 : 3); // no training image of 1
    assertThat(load().preparation().toString()).contains(usual ? "" : "0…1");
  }

  @Test
  void trainingAndTestImagesAreScaledAlike() throws IOException {
    write(TRAIN_IMAGES, IdxFiles.floats(new double[] {0, 1, 0, 1, 0, 1}, 3, 1, 2));
    write(TEST_IMAGES, IdxFiles.floats(new double[] {0, 255, 0, 51}, 2, 1, 2));
    assertThat(pixels(load().train(), 0)).containsExactly(0, 1 / 255f);
    assertThat(pixels(load().test(), 1)).containsExactly(0, 0.2f);
  }

  @Test
  void valuesThatAreNotFiniteAreNamed() throws IOException {
    write(TEST_IMAGES, IdxFiles.floats(new double[] {0, 1, 0, Double.NaN}, 2, 1, 2));
    assertRefused(TEST_IMAGES, "value 1 of image 1 is NaN");
  }

  // Axes

  @Test
  void coloursMayComeFirstOrLast() throws IOException {
    int[] first = counting(3, 3, 2, 5); // [image, colour, y, x]
    int[] last = new int[first.length];
    for (int image = 0; image < 3; image++) {
      for (int colour = 0; colour < 3; colour++) {
        for (int y = 0; y < 2; y++) {
          for (int x = 0; x < 5; x++) {
            last[((image * 2 + y) * 5 + x) * 3 + colour] =
                first[((image * 3 + colour) * 2 + y) * 5 + x];
          }
        }
      }
    }
    int[] lastOfTwo = Arrays.copyOf(last, 60);
    write(TRAIN_IMAGES, bytes(first, 3, 3, 2, 5));
    write(TEST_IMAGES, bytes(Arrays.copyOf(first, 60), 2, 3, 2, 5));
    float[] expected = pixels(load().train(), 2);
    assertThat(expected[0]).isEqualTo(60 / 255f);
    // Five rows of two, so the last axis of three can only be colours.
    write(TRAIN_IMAGES, bytes(swapSides(last, 3), 3, 5, 2, 3));
    write(TEST_IMAGES, bytes(swapSides(lastOfTwo, 2), 2, 5, 2, 3));
    ImageSet read = Datasets.load(folder, DataOptions.DEFAULT.withTranspose(true)).train();
    assertThat(read.channels()).isEqualTo(3);
    assertThat(read.height()).isEqualTo(2);
    assertThat(read.width()).isEqualTo(5);
    assertThat(pixels(read, 2)).isEqualTo(expected);
    assertThat(load().train().height()).isEqualTo(5);
    assertThat(load().preparation().get(0)).endsWith("2×5 pixels, colour");
  }

  /** From [image, y, x, colour] to [image, x, y, colour] for 2×5 pixels. */
  private static int[] swapSides(int[] values, int images) {
    int[] swapped = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      int colour = i % 3;
      int x = i / 3 % 5;
      int y = i / 15 % 2;
      swapped[((i / 30 * 5 + x) * 2 + y) * 3 + colour] = values[i];
    }
    assertThat(images * 30).isEqualTo(values.length);
    return swapped;
  }

  @Test
  void emnistIsTransposedUnlessDisabled() throws IOException {
    float[] lying = pixels(load().train(), 0);
    float[] upright = new float[8];
    for (int i = 0; i < 8; i++) {
      upright[i] = lying[i % 2 * 4 + i / 2];
    }
    rename("^", "emnist-letters-");
    assertThat(pixels(load().train(), 0)).isEqualTo(upright);
    assertThat(load().train().height()).isEqualTo(4);
    assertThat(load().preparation())
        .contains(
            "rows and columns were swapped, since EMNIST's images are transposed;"
                + " --no-transpose leaves them as they are");
    DataOptions options = DataOptions.DEFAULT;
    assertThat(pixels(Datasets.load(folder, options.withTranspose(false)).train(), 0))
        .isEqualTo(lying);
    rename("emnist-letters-", "");
    assertThat(pixels(Datasets.load(folder, options.withTranspose(true)).train(), 0))
        .isEqualTo(upright);
  }

  @Test
  void valuesOfSeveralBytesAreTransposedWhole() throws IOException {
    write(TRAIN_IMAGES, IdxFiles.doubles(new double[] {0, .1, .2, .3, .4, 1}, 1, 2, 3));
    write(TRAIN_LABELS, bytes(new int[] {0}, 1));
    write(TEST_IMAGES, IdxFiles.doubles(new double[] {0, .1, .2, .3, .4, 1}, 1, 2, 3));
    write(TEST_LABELS, bytes(new int[] {1}, 1));
    ImageSet read = Datasets.load(folder, DataOptions.DEFAULT.withTranspose(true)).train();
    assertThat(pixels(read, 0)).containsExactly(0, .3f, .1f, .4f, .2f, 1);
  }

  // Labels

  @ParameterizedTest
  @ValueSource(ints = {0x09, 0x0B, 0x0C, 0x0D, 0x0E})
  void labelsMayBeOfAnyType(int type) throws IOException {
    int[] labels = {1, 0, 1};
    double[] decimal = {1, 0, 1};
    byte[] file =
        switch (type) {
          case 0x09 -> IdxFiles.signedBytes(labels, 3);
          case 0x0B -> IdxFiles.shorts(labels, 3);
          case 0x0C -> IdxFiles.ints(labels, 3);
          case 0x0D -> IdxFiles.floats(decimal, 3);
          default -> IdxFiles.doubles(decimal, 3);
        };
    assertThat(file[2]).isEqualTo((byte) type);
    write(TRAIN_LABELS, file);
    assertThat(load().train().labels()).containsExactly(1, 0, 1);
  }

  @Test
  void qmnistHasTheClassInItsFirstColumn() throws IOException {
    int[] rows = new int[24];
    Arrays.setAll(rows, i -> i % 8 == 0 ? i / 8 % 2 : 1000 + i);
    Files.delete(folder.resolve(TRAIN_LABELS));
    write("train-labels-idx2-int", IdxFiles.ints(rows, 3, 8));
    assertThat(load().train().labels()).containsExactly(0, 1, 0);
    assertThat(load().preparation()).contains("the class is column 0 of the 8 columns of labels");
  }

  @Test
  void oneHotRowsAreClasses() throws IOException {
    write(TRAIN_LABELS, bytes(new int[] {0, 0, 1, 1, 0, 0, 0, 1, 0}, 3, 3));
    assertThat(load().train().labels()).containsExactly(2, 0, 1);
    assertThat(load().classes()).isEqualTo(3);
    write(TRAIN_LABELS, bytes(new int[] {0, 0, 1, 1, 0, 1, 0, 1, 0}, 3, 3));
    assertRefused(TRAIN_LABELS, "has 3 columns");
  }

  @Test
  void onlyOccurringLabelsAreClasses() throws IOException {
    write(TRAIN_LABELS, bytes(new int[] {2, 1, 3}, 3));
    write(TEST_LABELS, bytes(new int[] {3, 1}, 2));
    assertThat(load().train().labels()).containsExactly(1, 0, 2);
    assertThat(load().test().labels()).containsExactly(2, 0);
    assertThat(load().classNames()).containsExactly("1", "2", "3");
    assertThat(load().preparation()).contains("labels 1…3 are 3 classes");
    write(TRAIN_LABELS, IdxFiles.ints(new int[] {70000, 1, -3}, 3));
    assertThat(load().train().labels()).containsExactly(3, 1, 0);
    assertThat(load().preparation())
        .contains("labels -3…70000 have gaps; the 4 that occur are the classes");
  }

  @Test
  void classesWithoutTrainingImagesAreNamed() throws IOException {
    write(TEST_LABELS, bytes(new int[] {2, 3}, 2));
    assertThat(load().preparation()).contains("no training images of 2, 3");
  }

  @Test
  void labelsThatAreNotClassesAreRefused() throws IOException {
    write(TRAIN_LABELS, IdxFiles.floats(new double[] {0, 1.5, 0}, 3));
    assertRefused(TRAIN_LABELS, "the label of image 1 is 1.5, not a whole number");
    write(TRAIN_LABELS, bytes(new int[] {0, 0, 0}, 3));
    write(TEST_LABELS, bytes(new int[] {0, 0}, 2));
    assertRefused("all images are of one class");
    write(TRAIN_IMAGES, bytes(new int[300], 300, 1, 1));
    write(TRAIN_LABELS, IdxFiles.ints(counting(300), 300));
    assertRefused("300 different labels for 302 images; these are not classes");
  }

  // No split

  @Test
  void withoutTestImagesOneInSixOfEachClassIsDrawn() throws IOException {
    Files.delete(folder.resolve(TEST_IMAGES));
    Files.delete(folder.resolve(TEST_LABELS));
    int[] labels = new int[42];
    Arrays.setAll(labels, i -> i < 30 ? 0 : 1);
    write(TRAIN_IMAGES, bytes(counting(42, 1, 1), 42, 1, 1));
    write(TRAIN_LABELS, bytes(labels, 42));
    ImageDataset data = load();
    assertThat(Arrays.stream(data.test().labels()).filter(label -> label == 0)).hasSize(5);
    assertThat(Arrays.stream(data.test().labels()).filter(label -> label == 1)).hasSize(2);
    assertThat(data.train().size()).isEqualTo(35);
    assertThat(data.preparation().get(1)).contains("one in six of each class was drawn at random");
    boolean[] seen = new boolean[42];
    for (ImageSet set : new ImageSet[] {data.train(), data.test()}) {
      for (int i = 0; i < set.size(); i++) {
        int image = Math.round(pixels(set, i)[0] * 255);
        assertThat(set.label(i)).isEqualTo(labels[image]);
        assertThat(seen[image]).isFalse();
        seen[image] = true;
      }
    }
    DataOptions other = DataOptions.DEFAULT.withSeed(2);
    assertThat(values(load().test())).isEqualTo(values(data.test()));
    assertThat(values(Datasets.load(folder, other).test())).isNotEqualTo(values(data.test()));
  }

  private static float[] values(ImageSet set) {
    float[] values = new float[set.size()];
    for (int i = 0; i < values.length; i++) {
      set.copyTo(i, values, i);
    }
    return values;
  }

  @Test
  void validationImagesAreUsedForTestingIfThereAreNoTestImages() throws IOException {
    rename("t10k", "validation");
    assertIsMnist(load());
    assertThat(load().preparation()).contains("the validation images are used for testing");
    IdxFiles.mnist(folder, TRAIN_IMAGES, TRAIN_LABELS);
    assertThat(load().preparation()).contains("left out: 2 validation images");
  }

  // Damage

  private void assertRefused(String... parts) {
    assertThatThrownBy(this::load)
        .isInstanceOf(DatasetException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void saysThatAFileIsMissing() throws IOException {
    Files.delete(folder.resolve(TRAIN_LABELS));
    assertRefused(folder.toString(), "no labels for " + TRAIN_IMAGES + ", such as " + TRAIN_LABELS);
    Files.delete(folder.resolve(TRAIN_IMAGES));
    Files.delete(folder.resolve(TEST_IMAGES));
    assertRefused("no images for " + TEST_LABELS + ", such as " + TEST_IMAGES);
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Datasets.load(none, DataOptions.DEFAULT))
        .isInstanceOf(DatasetException.class)
        .hasMessage(none + " does not exist");
    Path file = folder.resolve(TRAIN_IMAGES);
    assertThatThrownBy(() -> Datasets.load(file, DataOptions.DEFAULT))
        .hasMessage(file + " is not a folder; give the folder that contains it");
  }

  @Test
  void saysThatAFileIsTruncated() throws IOException {
    byte[] whole = bytes(counting(3, 2, 4), 3, 2, 4);
    write(TRAIN_IMAGES, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(TRAIN_IMAGES, "truncated: it has 23 of 24 values");
    write(TRAIN_IMAGES, Arrays.copyOf(whole, 9));
    assertRefused(TRAIN_IMAGES, "truncated");
    write(TRAIN_IMAGES, new byte[0]);
    assertRefused(TRAIN_IMAGES, "truncated");
    write(TRAIN_IMAGES, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(TRAIN_IMAGES, "goes on after its last value");
    write(TRAIN_IMAGES, whole);
    write(TEST_IMAGES, Arrays.copyOf(gzip(whole), 30));
    assertRefused(TEST_IMAGES, "truncated");
  }

  @Test
  void saysThatAFileIsSomethingElse() throws IOException {
    write(TRAIN_IMAGES, "P5 28 28 255 and so on".getBytes(StandardCharsets.US_ASCII));
    assertRefused(TRAIN_IMAGES, "magic number is 0x50352032");
    byte[] packed = gzip(bytes(counting(3, 2, 4), 3, 2, 4));
    packed[packed.length - 8] ^= 0x55; // its checksum
    write(TRAIN_IMAGES, packed);
    assertRefused(TRAIN_IMAGES, "is not valid gzip");
    write(TRAIN_IMAGES, new byte[] {0, 0, 8, 5, 0, 0, 0, 1});
    assertRefused(TRAIN_IMAGES, "has 5 axes; images have 3 or 4 and labels 1 or 2");
    write(TRAIN_IMAGES, bytes(counting(3, 4), 3, 4));
    assertRefused(TRAIN_IMAGES, "holds no images");
  }

  @Test
  void saysThatAHeaderClaimsTooMuch() throws IOException {
    byte[] header = bytes(new int[1], 1, 1, 1);
    Arrays.fill(header, 4, 16, (byte) 0x7f);
    write(TRAIN_IMAGES, header);
    assertRefused(TRAIN_IMAGES, "axis of length 2139062143");
    Arrays.fill(header, 4, 16, (byte) 0xff);
    write(TRAIN_IMAGES, header);
    assertRefused(TRAIN_IMAGES, "axis of length 4294967295");
    write(TRAIN_IMAGES, bytes(new int[0], 3, 0, 4));
    assertRefused(TRAIN_IMAGES, "axis of length 0");
    // Claims almost 2 GiB without a single byte of data: nothing is allocated for it.
    write(TRAIN_IMAGES, bytes(new int[0], 1 << 15, 1 << 8, 1 << 7));
    assertRefused(TRAIN_IMAGES, "truncated: it has 0 of 1073741824 values");
  }

  @Test
  void saysThatCountsOrSizesDoNotMatch() throws IOException {
    write(TRAIN_LABELS, bytes(counting(4), 4));
    assertRefused(TRAIN_IMAGES, "has 3 images", TRAIN_LABELS, "has 4 labels");
    write(TRAIN_LABELS, bytes(counting(3), 3));
    write(TRAIN_IMAGES, bytes(counting(3, 4, 4), 3, 4, 4));
    assertRefused("training images are 1×4×4 but test images are 1×2×4");
  }
}
