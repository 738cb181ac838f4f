package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarFilesTest {

  @TempDir private Path folder;

  /** Rows whose pixels are: red the row's number, green 100 + x, blue 200 + y. */
  private static byte[] rows(int first, int[]... labels) {
    ByteBuffer file = ByteBuffer.allocate(labels.length * (labels[0].length + 3072));
    for (int row = 0; row < labels.length; row++) {
      Arrays.stream(labels[row]).forEach(label -> file.put((byte) label));
      for (int i = 0; i < 3072; i++) {
        int x = i % 32;
        int y = i / 32 % 32;
        file.put((byte) (i < 1024 ? first + row : i < 2048 ? 100 + x : 200 + y));
      }
    }
    return file.array();
  }

  private ImageDataset load() throws IOException {
    return Datasets.load(folder, DataOptions.DEFAULT);
  }

  private void writeCifar10(Path place) throws IOException {
    Files.write(place.resolve("data_batch_1.bin"), rows(0, new int[] {3}, new int[] {9}));
    Files.write(place.resolve("data_batch_2.bin"), rows(2, new int[] {0}));
    Files.write(place.resolve("test_batch.bin"), rows(9, new int[] {7}));
    Files.writeString(
        place.resolve("batches.meta.txt"), "a\nb\nc\ncat\ne\nf\ng\nhorse\ni\ntruck\n\n");
  }

  private static void assertIsCifar10(ImageDataset data) {
    assertThat(data.train().labels()).containsExactly(3, 9, 0);
    assertThat(data.test().labels()).containsExactly(7);
    assertThat(data.classes()).isEqualTo(10);
    assertThat(data.classNames().get(9)).isEqualTo("truck");
    float[] image = new float[3072];
    data.train().copyTo(2, image, 0);
    assertThat(image[0]).isEqualTo(2 / 255f);
    assertThat(image[1024 + 32 + 5]).isEqualTo(105 / 255f);
    assertThat(image[2048 + 32 + 5]).isEqualTo(201 / 255f);
  }

  @Test
  void readsCifar10() throws IOException {
    writeCifar10(folder);
    assertIsCifar10(load());
    assertThat(load().preparation().get(0))
        .isEqualTo("4 images of 10 classes: 3 to train, 1 to test; 32×32 pixels, colour");
  }

  @Test
  void findsTheFolderInsideAnUnpackedArchive() throws IOException {
    writeCifar10(Files.createDirectory(folder.resolve("cifar-10-batches-bin")));
    assertIsCifar10(load());
    assertThat(load().name()).isEqualTo(folder.getFileName().toString());
  }

  @Test
  void readsTheFineLabelsOfCifar100() throws IOException {
    Files.write(folder.resolve("train.bin"), rows(0, new int[] {1, 99}, new int[] {2, 5}));
    Files.write(folder.resolve("test.bin"), rows(5, new int[] {0, 42}));
    ImageDataset data = load();
    assertThat(data.train().labels()).containsExactly(99, 5);
    assertThat(data.test().labels()).containsExactly(42);
    assertThat(data.classes()).isEqualTo(100);
    assertThat(data.preparation()).contains("the classes are CIFAR-100's fine labels");
    float[] image = new float[3072];
    data.train().copyTo(1, image, 0);
    assertThat(image[0]).isEqualTo(1 / 255f);
  }

  @Test
  void namesDamagedFiles() throws IOException {
    writeCifar10(folder);
    byte[] wrong = rows(0, new int[] {3}, new int[] {10});
    Files.write(folder.resolve("data_batch_2.bin"), wrong);
    assertThatThrownBy(this::load)
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            folder.resolve("data_batch_2.bin")
                + ": the label of image 1 is 10; there are 10 classes");
    Files.write(folder.resolve("data_batch_2.bin"), rows(0, new int[] {3, 4}));
    assertThatThrownBy(this::load).hasMessageContaining("both CIFAR-10 (data_batch_1.bin) and");
  }

  @Test
  void aTruncatedFileIsNamed() throws IOException {
    writeCifar10(folder);
    Files.write(folder.resolve("data_batch_2.bin"), new byte[3000]);
    assertThatThrownBy(this::load)
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll("data_batch_2.bin", "truncated");
  }

  @Test
  void saysWhatToDoAboutOtherForms() throws IOException {
    Path archive = folder.resolve("cifar-10-binary.tar.gz");
    byte[] tar = new byte[512];
    System.arraycopy(new byte[] {'u', 's', 't', 'a', 'r'}, 0, tar, 257, 5);
    Files.write(archive, IdxFiles.gzip(tar));
    assertThatThrownBy(this::load).hasMessage(archive + " is an archive; unpack it");
    assertThatThrownBy(() -> Datasets.load(archive, DataOptions.DEFAULT))
        .hasMessage(archive + " is an archive; unpack it and give the folder that it contains");
    Files.delete(archive);
    Files.write(folder.resolve("data_batch_1"), new byte[] {(byte) 0x80, 2, '}', 'q', 1});
    assertThatThrownBy(this::load).hasMessageContaining("use CIFAR's binary version");
  }
}
