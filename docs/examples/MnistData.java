package examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import dev.zoetrope.dataset.ImageSet;

/** MNIST as a DJL data set. Your program will use its own data. */
final class MnistData {

  private MnistData() {}

  static ArrayDataset dataset(NDManager manager, ImageSet images, int batchSize) {
    float[] labels = new float[images.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = images.label(i);
    }
    return new ArrayDataset.Builder()
        .setData(array(manager, images, images.size()))
        .optLabels(manager.create(labels))
        .setSampling(batchSize, true)
        .build();
  }

  /** Returns the first images, [image, channel, y, x]. */
  static NDArray array(NDManager manager, ImageSet images, int count) {
    float[] pixels = new float[count * images.valuesPerImage()];
    for (int i = 0; i < count; i++) {
      images.copyTo(i, pixels, i * images.valuesPerImage());
    }
    return manager.create(
        pixels, new Shape(count, images.channels(), images.height(), images.width()));
  }
}
