package dev.zoetrope.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Loads MNIST from the {@code zoetrope-data} jar; see {@code data/README.md} for its origin and
 * licence.
 *
 * <pre>{@code
 * ImageDataset mnist = Mnist.load();
 * }</pre>
 */
public final class Mnist {

  private static final String FOLDER = "dev/zoetrope/data/mnist/";

  private enum File {
    TRAIN_IMAGES(
        "train-images-idx3-ubyte.gz",
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
    TRAIN_LABELS(
        "train-labels-idx1-ubyte.gz",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    TEST_IMAGES(
        "t10k-images-idx3-ubyte.gz",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    TEST_LABELS(
        "t10k-labels-idx1-ubyte.gz",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

    final String name;
    final String sha256;

    File(String name, String sha256) {
      this.name = name;
      this.sha256 = sha256;
    }
  }

  private Mnist() {}

  /**
   * Loads 60,000 training and 10,000 test images of 28×28 grey pixels, and checks their SHA-256.
   *
   * @throws DatasetException if the jar is not on the class path or is damaged
   */
  public static ImageDataset load() throws IOException {
    return new ImageDataset(
        "MNIST",
        images(File.TRAIN_IMAGES, File.TRAIN_LABELS),
        images(File.TEST_IMAGES, File.TEST_LABELS));
  }

  private static ImageSet images(File images, File labels) throws IOException {
    Idx values = read(images);
    return IdxLayout.of(values, false)
        .set(Pixels.ofBytes(values.bytes()), IdxLabels.of(read(labels)).values());
  }

  private static Idx read(File file) throws IOException {
    try (InputStream packed =
        Mnist.class.getClassLoader().getResourceAsStream(FOLDER + file.name)) {
      if (packed == null) {
        throw new DatasetException(
            "MNIST is not on the class path; add dev.zoetrope:zoetrope-data, or name a data folder");
      }
      Idx idx = Idx.read(file.name, packed, -1);
      if (!sha256(idx).equals(file.sha256)) {
        throw new DatasetException(file.name + " is damaged: its SHA-256 is not that of MNIST");
      }
      return idx;
    }
  }

  private static String sha256(Idx idx) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(idx.header().bytes());
      digest.update(idx.bytes());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
