package dev.zoetrope.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import dev.zoetrope.dataset.ImageSet;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * Splits images into minibatches, optionally shuffled. Not thread-safe.
 *
 * <pre>{@code
 * Minibatches minibatches = new Minibatches(Mnist.load().train(), 64);
 * minibatches.shuffle(new SplittableRandom(42));
 * }</pre>
 */
public final class Minibatches {

  private final ImageSet images;
  private final int batchSize;
  private final int count;
  private final int[] order;
  private final float[] pixels;

  /** Prepares minibatches in the order of the images. A smaller last minibatch is dropped. */
  public Minibatches(ImageSet images, int batchSize) {
    this(images, batchSize, images.size() / batchSize);
  }

  private Minibatches(ImageSet images, int batchSize, int count) {
    this.images = images;
    this.batchSize = batchSize;
    this.count = count;
    pixels = new float[batchSize * images.valuesPerImage()];
    order = new int[images.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /** Prepares minibatches of all images; the last may be smaller. */
  static Minibatches ofAll(ImageSet images, int batchSize) {
    return new Minibatches(images, batchSize, (images.size() + batchSize - 1) / batchSize);
  }

  /** Returns the number of minibatches. */
  public int count() {
    return count;
  }

  /** Shuffles the images with the Fisher–Yates algorithm, from the last to the first. */
  public void shuffle(SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  /**
   * Returns a minibatch: images [image, channel, y, x] and labels [image]. The caller closes it.
   */
  public Batch get(NDManager parent, int index) {
    int size = Math.min(batchSize, order.length - index * batchSize);
    float[] labels = new float[size];
    for (int i = 0; i < size; i++) {
      int image = order[index * batchSize + i];
      images.copyTo(image, pixels, i * images.valuesPerImage());
      labels[i] = images.label(image);
    }
    NDManager manager = parent.newSubManager();
    FloatBuffer values = FloatBuffer.wrap(pixels, 0, size * images.valuesPerImage());
    Shape shape = new Shape(size, images.channels(), images.height(), images.width());
    return new Batch(
        manager,
        new NDList(manager.create(values, shape)),
        new NDList(manager.create(labels)),
        size,
        Batchifier.STACK,
        Batchifier.STACK,
        index,
        count());
  }
}
