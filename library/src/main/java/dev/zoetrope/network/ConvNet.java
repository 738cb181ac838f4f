package dev.zoetrope.network;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/**
 * A network of six convolutional and three dense layers.
 *
 * <pre>
 * input             [channel, height, width]
 * conv1, conv2      4 filters of 3×3, activation        [ 4, height,   width  ]
 * pool1             maximum of 2×2
 * conv3, conv4      8 filters                           [ 8, height/2, width/2]
 * pool2
 * conv5, conv6      16 filters                          [16, height/4, width/4], rounded up
 * dense1, dense2    128 and 64 units, activation
 * dense3            one unit for each class, no activation: logits for softmax cross-entropy
 * </pre>
 *
 * <p>The names are the blocks' paths. A convolution and its activation form one block, so a hook on
 * {@code conv1} sees the input of the next layer.
 *
 * <pre>{@code
 * Block network = ConvNet.create(ConvNet.ActivationFunction.TANH, 10);
 * }</pre>
 */
public final class ConvNet {

  /** The smallest image side in pixels, since feature maps are halved twice. */
  public static final int LEAST_SIDE = 4;

  private static final int[] FILTERS = {4, 4, 8, 8, 16, 16};
  private static final int[] UNITS = {128, 64};

  /** The function after each convolution and each hidden dense layer. */
  public enum ActivationFunction {
    /** tanh, which keeps activations in −1…+1, so they can be shown on a fixed scale. */
    TANH,
    /** max(0, x). */
    RELU
  }

  private ConvNet() {}

  /**
   * Builds the network without initializing it. The input is [image, channel, y, x]; any number of
   * channels will do.
   */
  public static Block create(ActivationFunction activation, int classes) {
    NamedBlocks network = new NamedBlocks();
    for (int i = 0; i < FILTERS.length; i++) {
      network.add("conv" + (i + 1), convolution(FILTERS[i], activation));
      if (i == 1 || i == 3) {
        network.add("pool" + (i / 2 + 1), halving());
      }
    }
    network.add("flatten", Blocks.batchFlattenBlock());
    for (int i = 0; i < UNITS.length; i++) {
      network.add(
          "dense" + (i + 1), new SequentialBlock().add(dense(UNITS[i])).add(block(activation)));
    }
    network.add("dense3", dense(classes));
    return network;
  }

  private static Block convolution(int filters, ActivationFunction activation) {
    return new SequentialBlock()
        .add(
            Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .build())
        .add(block(activation));
  }

  /** If a side is odd, its last row or column is pooled by itself. */
  private static Block halving() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), true);
  }

  private static Block dense(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Block block(ActivationFunction activation) {
    return switch (activation) {
      case TANH -> Activation.tanhBlock();
      case RELU -> Activation.reluBlock();
    };
  }

  /** A sequence whose children keep their given names, without DJL's digits. */
  private static final class NamedBlocks extends SequentialBlock {

    void add(String name, Block block) {
      children.add(name, block);
    }
  }
}
