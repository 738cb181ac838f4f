package dev.zoetrope.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import dev.zoetrope.dataset.ImageSet;
import java.util.SplittableRandom;

/** Cuts images into minibatches, in an order that a seed decides. The remainder is dropped. */
public final class Minibatches {

  private final ImageSet images;
  private final int batchSize;
  private final int[] order;
  private final float[] pixels;

  /** Prepares minibatches in the order of the images. */
  public Minibatches(ImageSet images, int batchSize) {
    this.images = images;
    this.batchSize = batchSize;
    pixels = new float[batchSize * images.valuesPerImage()];
    order = new int[images.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
  }

  /** Returns how many there are. */
  public int count() {
    return order.length / batchSize;
  }

  /** Shuffles the images by the method of Fisher and Yates, from the last to the first. */
  public void shuffle(SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }

  /** Returns a minibatch, images [image, channel, y, x] and labels [image]; close it after use. */
  public Batch get(NDManager parent, int index) {
    float[] labels = new float[batchSize];
    for (int i = 0; i < batchSize; i++) {
      int image = order[index * batchSize + i];
      images.copyTo(image, pixels, i * images.valuesPerImage());
      labels[i] = images.label(image);
    }
    NDManager manager = parent.newSubManager();
    Shape shape = new Shape(batchSize, images.channels(), images.height(), images.width());
    return new Batch(
        manager,
        new NDList(manager.create(pixels, shape)),
        new NDList(manager.create(labels)),
        batchSize,
        Batchifier.STACK,
        Batchifier.STACK,
        index,
        count());
  }
}
