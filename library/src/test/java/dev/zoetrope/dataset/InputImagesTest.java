package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputImagesTest {

  @TempDir private Path folder;

  private static ImageSet set() {
    byte[] pixels = new byte[18];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (10 * i);
    }
    return new ImageSet(1, 2, 3, Pixels.ofBytes(pixels), new int[] {4, 5, 6});
  }

  @Test
  void imagesOfADataSetComeInTheOrderGiven() throws IOException {
    InputImages images = InputImages.of(set(), 2, 0);
    assertThat(images.count()).isEqualTo(2);
    assertThat(images.channels()).isEqualTo(1);
    assertThat(images.height()).isEqualTo(2);
    assertThat(images.width()).isEqualTo(3);
    assertThat(images.pixels())
        .containsExactly(levels(120, 130, 140, 150, 160, 170, 0, 10, 20, 30, 40, 50));
    assertThat(images.labels()).containsExactly(6, 4);
    assertThat(images.names()).containsExactly("test image 2", "test image 0");
    assertThat(images.remarks()).isEmpty();
  }

  @Test
  void imagesBeyondTheDataSetAreRefused() {
    for (int index : new int[] {-1, 3}) {
      assertThatThrownBy(() -> InputImages.of(set(), 0, index))
          .isInstanceOf(DatasetException.class)
          .hasMessage("image %s is not one of the test images 0 to 2".formatted(index));
    }
  }

  @Test
  void imagesCannotBeChanged() throws IOException {
    InputImages images = InputImages.of(set(), 1);
    images.pixels()[0] = 9;
    images.labels()[0] = 9;
    assertThat(images.pixels()[0]).isEqualTo(60 / 255f);
    assertThat(images.labels()).containsExactly(5);
  }

  private static float[] levels(int... levels) {
    float[] values = new float[levels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = levels[i] / 255f;
    }
    return values;
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("mine.idx"), content);
  }

  @Test
  void imagesOfAFileHaveNoClass() throws IOException {
    byte[] idx = IdxFiles.bytes(new int[] {0, 1, 2, 253, 254, 255}, 3, 1, 2);
    for (byte[] content : new byte[][] {idx, IdxFiles.gzip(idx)}) {
      InputImages images = InputImages.ofIdx(write(content));
      assertThat(images.count()).isEqualTo(3);
      assertThat(images.channels()).isEqualTo(1);
      assertThat(images.height()).isEqualTo(1);
      assertThat(images.width()).isEqualTo(2);
      assertThat(images.pixels()).containsExactly(levels(0, 1, 2, 253, 254, 255));
      assertThat(images.labels()).containsExactly(-1, -1, -1);
      assertThat(images.names()).containsExactly("mine.idx 0", "mine.idx 1", "mine.idx 2");
    }
  }

  @Test
  void coloursMayComeFirstOrLast() throws IOException {
    int[] last = new int[2 * 5 * 6 * 3]; // [image, y, x, channel]
    float[] expected = new float[last.length]; // [image, channel, y, x]
    for (int image = 0; image < 2; image++) {
      for (int y = 0; y < 5; y++) {
        for (int x = 0; x < 6; x++) {
          for (int channel = 0; channel < 3; channel++) {
            int value = 100 * image + 30 * channel + 5 * y + x;
            last[((image * 5 + y) * 6 + x) * 3 + channel] = value;
            expected[((image * 3 + channel) * 5 + y) * 6 + x] = value / 255f;
          }
        }
      }
    }
    InputImages images = InputImages.ofIdx(write(IdxFiles.bytes(last, 2, 5, 6, 3)));
    assertThat(images.channels()).isEqualTo(3);
    assertThat(images.height()).isEqualTo(5);
    assertThat(images.width()).isEqualTo(6);
    assertThat(images.pixels()).containsExactly(expected);
    int[] first = new int[expected.length];
    Arrays.setAll(first, i -> Math.round(expected[i] * 255));
    assertThat(InputImages.ofIdx(write(IdxFiles.bytes(first, 2, 3, 5, 6))).pixels())
        .containsExactly(expected);
  }

  @Test
  void numbersFromZeroToOneStayAsTheyAre() throws IOException {
    byte[] idx = IdxFiles.floats(new double[] {0, 0.25, 0.5, 1}, 1, 2, 2);
    assertThat(InputImages.ofIdx(write(idx)).pixels()).containsExactly(0, 0.25f, 0.5f, 1);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    byte[] whole = IdxFiles.bytes(IdxFiles.counting(3, 2, 2), 3, 2, 2);
    assertRefused(Arrays.copyOf(whole, whole.length - 1), " is truncated: it has 11 of 12 values");
    assertRefused(Arrays.copyOf(whole, 9), " is truncated");
    assertRefused(new byte[0], " is truncated");
    assertRefused(Arrays.copyOf(whole, whole.length + 1), " goes on after its last value");
    byte[] packed = IdxFiles.gzip(whole);
    assertRefused(Arrays.copyOf(packed, packed.length - 9), " is truncated");
    assertRefused(
        "a text".getBytes(StandardCharsets.US_ASCII),
        " is not an IDX file: its magic number is 0x61207465");
    assertRefused(
        IdxFiles.bytes(new int[] {1, 2}, 2),
        " holds no images: it has 1 axes, expected [image, y, x], [image, channel, y, x] or"
            + " [image, y, x, channel]");
    assertRefused(
        IdxFiles.bytes(new int[0], 0, 2, 2),
        " has an axis of length 0; it would have no values, or more than 2 GiB of them");
    byte[] huge = whole.clone();
    ByteBuffer.wrap(huge).putInt(4, 100_000_000);
    assertRefused(huge, " is truncated: it has 12 of 400000000 values");
    assertRefused(
        IdxFiles.floats(new double[] {0, 1, Double.NaN, 1}, 2, 1, 2),
        ": value 0 of image 1 is NaN");
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> InputImages.ofIdx(missing))
        .isInstanceOf(DatasetException.class)
        .hasMessage(missing + " does not exist");
    assertThatThrownBy(() -> InputImages.ofIdx(folder))
        .isInstanceOf(DatasetException.class)
        .hasMessage(folder + " is not a file");
  }

  private void assertRefused(byte[] content, String message) throws IOException {
    Path file = write(content);
    assertThatThrownBy(() -> InputImages.ofIdx(file))
        .isInstanceOf(DatasetException.class)
        .hasMessage(file + message);
  }
}
