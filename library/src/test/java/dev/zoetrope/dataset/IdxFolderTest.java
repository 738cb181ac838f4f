package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFolderTest {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    write(TRAIN_IMAGES, idx(new int[] {3, 2, 4}));
    write(TRAIN_LABELS, idx(new int[] {3}));
    writePacked("t10k-images-idx3-ubyte.gz", idx(new int[] {2, 2, 4}));
    writePacked("t10k-labels-idx1-ubyte.gz", idx(new int[] {2}));
  }

  /** Makes an IDX file whose values count up from 0. */
  private static byte[] idx(int... shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + size);
    file.put(new byte[] {0, 0, 8, (byte) shape.length});
    Arrays.stream(shape).forEach(file::putInt);
    for (int i = 0; i < size; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private void writePacked(String name, byte[] content) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(content);
    }
  }

  @Test
  void readsPackedAndUnpackedFiles() throws IOException {
    ImageDataset data = IdxFolder.load(folder);
    assertThat(data.train().size()).isEqualTo(3);
    assertThat(data.test().size()).isEqualTo(2);
    assertThat(data.train().channels()).isEqualTo(1);
    assertThat(data.train().height()).isEqualTo(2);
    assertThat(data.train().width()).isEqualTo(4);
    assertThat(data.classes()).isEqualTo(3);
    float[] image = new float[10];
    data.train().copyTo(2, image, 1);
    assertThat(image[1]).isEqualTo(16 / 255f);
    assertThat(image[8]).isEqualTo(23 / 255f);
    assertThat(image[9]).isZero();
  }

  @Test
  void readsSeveralChannels() throws IOException {
    write(TRAIN_IMAGES, idx(new int[] {3, 3, 2, 4}));
    writePacked("t10k-images-idx3-ubyte.gz", idx(new int[] {2, 3, 2, 4}));
    assertThat(IdxFolder.load(folder).train().channels()).isEqualTo(3);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> IdxFolder.load(folder))
        .isInstanceOf(DatasetException.class)
        .message()
        .contains(parts)
        .doesNotContain("\n");
  }

  @Test
  void saysThatAFileIsMissing() throws IOException {
    Files.delete(folder.resolve(TRAIN_LABELS));
    assertRefused(folder.toString(), "train-labels-idx");
  }

  @Test
  void saysThatTheFolderIsMissing() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> IdxFolder.load(none))
        .isInstanceOf(DatasetException.class)
        .hasMessage(none + " does not exist");
  }

  @Test
  void saysThatAFileIsTruncated() throws IOException {
    byte[] whole = idx(new int[] {3, 2, 4});
    write(TRAIN_IMAGES, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(TRAIN_IMAGES, "truncated: it has 23 of 24 values");
    write(TRAIN_IMAGES, Arrays.copyOf(whole, 9));
    assertRefused(TRAIN_IMAGES, "truncated");
    Path packed = folder.resolve("t10k-images-idx3-ubyte.gz");
    write(TRAIN_IMAGES, whole);
    Files.write(packed, Arrays.copyOf(Files.readAllBytes(packed), 30));
    assertRefused(packed.toString(), "truncated");
  }

  @Test
  void saysThatAFileIsSomethingElse() throws IOException {
    write(TRAIN_IMAGES, "P5 28 28 255 and so on".getBytes(StandardCharsets.US_ASCII));
    assertRefused(TRAIN_IMAGES, "magic number is 0x50352032");
    write(TRAIN_IMAGES + ".gz", new byte[] {1, 2, 3});
    Files.delete(folder.resolve(TRAIN_IMAGES));
    assertRefused(TRAIN_IMAGES + ".gz", "not sound gzip");
  }

  @Test
  void saysThatAHeaderClaimsTooMuch() throws IOException {
    byte[] header = idx(new int[] {1, 1, 1});
    Arrays.fill(header, 4, 16, (byte) 0x7f);
    write(TRAIN_IMAGES, header);
    assertRefused(TRAIN_IMAGES, "axis of length 2139062143");
  }

  @Test
  void saysThatThingsDoNotFit() throws IOException {
    write(TRAIN_LABELS, idx(new int[] {4}));
    assertRefused(TRAIN_IMAGES, "has 3 images", TRAIN_LABELS, "has 4 labels");
    write(TRAIN_LABELS, idx(new int[] {3}));
    write(TRAIN_IMAGES, idx(new int[] {3, 4, 4}));
    assertRefused("training images are 1×4×4 but test images are 1×2×4");
    write(TRAIN_IMAGES, idx(new int[] {3, 4}));
    assertRefused(TRAIN_IMAGES, "holds no images");
  }
}
