package dev.zoetrope.menagerie;

import static dev.zoetrope.menagerie.LayerNetworks.conv;
import static dev.zoetrope.menagerie.LayerNetworks.flat;
import static dev.zoetrope.menagerie.LayerNetworks.linear;
import static dev.zoetrope.menagerie.LayerNetworks.words;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Small versions of networks from textbooks. */
final class BookNetworks {

  private static final Shape GREY = new Shape(1, 16, 16);

  private BookNetworks() {}

  static List<Specimen> all() {
    List<Specimen> all = new ArrayList<>();
    images(all);
    generators(all);
    sequences(all);
    recommenders(all);
    return all;
  }

  private static Specimen image(String name, Supplier<Block> network) {
    return Specimen.of("textbook, images", name, network, GREY);
  }

  private static Block pool() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }

  private static Block pointwise(int filters) {
    return Conv2d.builder().setFilters(filters).setKernelShape(new Shape(1, 1)).build();
  }

  /** DJL has no transposed convolution on PyTorch; pixels are repeated before a plain one. */
  private static Block larger(int filters) {
    return sequence(LambdaBlock.singleton(x -> x.repeat(2, 2).repeat(3, 2)), conv(filters));
  }

  private static SequentialBlock sequence(Block... blocks) {
    return new SequentialBlock().addAll(blocks);
  }

  private static void images(List<Specimen> all) {
    all.add(
        image(
            "softmax regression",
            () -> sequence(flat(3), LambdaBlock.singleton(x -> x.softmax(1)))));
    all.add(
        image(
            "perceptron with dropout",
            () ->
                sequence(
                    flat(8),
                    Activation.reluBlock(),
                    Dropout.builder().optRate(0.5f).build(),
                    linear(3))));
    all.add(
        image(
            "LeNet with batch normalization",
            () ->
                sequence(
                    conv(4),
                    BatchNorm.builder().build(),
                    Activation.sigmoidBlock(),
                    Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)),
                    conv(6),
                    BatchNorm.builder().build(),
                    Activation.sigmoidBlock(),
                    flat(3))));
    all.add(
        image(
            "network in network",
            () ->
                sequence(
                    conv(4),
                    Activation.reluBlock(),
                    pointwise(4),
                    Activation.reluBlock(),
                    pool(),
                    pointwise(3),
                    Pool.globalAvgPool2dBlock())));
    all.add(image("inception", () -> sequence(inception(), pool(), inception(), flat(3))));
    all.add(
        image("residual", () -> sequence(conv(4), residual(4, false), residual(4, true), flat(3))));
    all.add(
        image("dense", () -> sequence(conv(4), dense(), pointwise(3), pool(), dense(), flat(3))));
    all.add(image("fully convolutional", () -> sequence(conv(4), pool(), pointwise(3), larger(3))));
    all.add(image("U-Net", BookNetworks::unet));
  }

  private static Block inception() {
    return new ParallelBlock(
            outputs ->
                new NDList(
                    NDArrays.concat(new NDList(outputs.stream().map(NDList::head).toList()), 1)))
        .add(sequence(pointwise(2), Activation.reluBlock()))
        .add(sequence(pointwise(2), Activation.reluBlock(), conv(2), Activation.reluBlock()))
        .add(
            sequence(
                Pool.maxPool2dBlock(new Shape(3, 3), new Shape(1, 1), new Shape(1, 1)),
                pointwise(1)));
  }

  private static Block residual(int channels, boolean projected) {
    Block path =
        sequence(
            conv(channels), BatchNorm.builder().build(), Activation.reluBlock(), conv(channels));
    return projected
        ? new Handmade(
            (pass, in) ->
                new NDList(Activation.relu(pass.call(0, in.head()).add(pass.call(1, in.head())))),
            path,
            pointwise(channels))
        : new Handmade(
            (pass, in) -> new NDList(Activation.relu(pass.call(0, in.head()).add(in.head()))),
            path);
  }

  private static Block dense() {
    return new Handmade(
        (pass, in) -> {
          NDArray seen = in.head();
          for (int i = 0; i < 2; i++) {
            seen = seen.concat(pass.call(i, seen), 1);
          }
          return new NDList(seen);
        },
        sequence(BatchNorm.builder().build(), Activation.reluBlock(), conv(2)),
        sequence(BatchNorm.builder().build(), Activation.reluBlock(), conv(2)));
  }

  private static Block unet() {
    return new Handmade(
        (pass, in) -> {
          NDArray fine = pass.call(0, in.head());
          NDArray coarse = pass.call(2, pass.call(1, fine));
          return new NDList(pass.call(4, pass.call(3, coarse).concat(fine, 1)));
        },
        sequence(conv(3), Activation.reluBlock()),
        pool(),
        sequence(conv(6), Activation.reluBlock()),
        larger(3),
        pointwise(2));
  }

  private static void generators(List<Specimen> all) {
    all.add(
        Specimen.of(
            "textbook, generators",
            "DCGAN's generator",
            () ->
                sequence(
                    linear(4 * 4 * 4),
                    LambdaBlock.singleton(x -> x.reshape(-1, 4, 4, 4)),
                    BatchNorm.builder().build(),
                    Activation.reluBlock(),
                    larger(1),
                    Activation.tanhBlock()),
            new Shape(5)));
    all.add(
        image(
            "DCGAN's discriminator",
            () ->
                sequence(
                    Conv2d.builder()
                        .setFilters(4)
                        .setKernelShape(new Shape(4, 4))
                        .optStride(new Shape(2, 2))
                        .build(),
                    BatchNorm.builder().build(),
                    Activation.leakyReluBlock(0.2f),
                    flat(1))));
    all.add(
        image(
            "autoencoder",
            () ->
                sequence(flat(4), Activation.tanhBlock(), linear(256), Activation.sigmoidBlock())));
  }

  private static Block toWords() {
    return LambdaBlock.singleton(x -> x.toType(DataType.INT64, false), "words");
  }

  private static void sequences(List<Specimen> all) {
    Shape text = new Shape(6);
    all.add(
        Specimen.of(
            "textbook, sequences",
            "text CNN",
            () ->
                sequence(
                    toWords(),
                    words(),
                    LambdaBlock.singleton(x -> x.transpose(0, 2, 1)),
                    new ParallelBlock(
                            outputs ->
                                new NDList(outputs.get(0).head().concat(outputs.get(1).head(), 1)))
                        .add(sequence(conv1d(2), Pool.globalMaxPool1dBlock()))
                        .add(sequence(conv1d(3), Pool.globalMaxPool1dBlock())),
                    linear(3)),
            text));
    all.add(
        Specimen.of(
            "textbook, sequences",
            "text RNN",
            () ->
                sequence(
                    toWords(),
                    words(),
                    LSTM.builder().setStateSize(6).setNumLayers(1).optReturnState(false).build(),
                    flat(3)),
            text));
    all.add(
        Specimen.of(
            "textbook, sequences",
            "language model, time first",
            () ->
                sequence(
                    toWords(),
                    words(),
                    LambdaBlock.singleton(x -> x.transpose(1, 0, 2)),
                    GRU.builder()
                        .setStateSize(5)
                        .setNumLayers(1)
                        .optBatchFirst(false)
                        .optReturnState(false)
                        .build(),
                    linear(10)),
            text));
    all.add(
        Specimen.of(
            "textbook, sequences",
            "WaveNet",
            () -> sequence(dilated(1), dilated(2), dilated(4), conv1d(1)),
            new Shape(1, 20)));
    all.add(
        Specimen.of(
            "textbook, sequences",
            "additive attention",
            () ->
                new Handmade(
                    (pass, in) -> {
                      NDArray keys = pass.call(0, in.head());
                      NDArray query = pass.call(1, in.head().mean(new int[] {1}, true));
                      NDArray weights = pass.call(2, keys.add(query).tanh()).softmax(1);
                      return new NDList(weights.mul(in.head()).sum(new int[] {1}));
                    },
                    linear(4),
                    linear(4),
                    linear(1)),
            new Shape(3, 5)));
  }

  private static Block conv1d(int kernel) {
    return Conv1d.builder().setFilters(3).setKernelShape(new Shape(kernel)).build();
  }

  private static Block dilated(int dilation) {
    return sequence(
        Conv1d.builder()
            .setFilters(3)
            .setKernelShape(new Shape(2))
            .optDilation(new Shape(dilation))
            .build(),
        Activation.tanhBlock());
  }

  private static void recommenders(List<Specimen> all) {
    all.add(
        Specimen.of(
            "textbook, recommenders",
            "matrix factorization",
            () ->
                new Handmade(
                    (pass, in) -> {
                      NDArray user = pass.call(0, in.get(0).toType(DataType.INT64, false));
                      NDArray item = pass.call(1, in.get(1).toType(DataType.INT64, false));
                      return new NDList(user.mul(item).sum(new int[] {1}));
                    },
                    words(),
                    words()),
            new Shape(),
            new Shape()));
    all.add(
        Specimen.of(
            "textbook, recommenders",
            "neural collaborative filtering",
            () ->
                new Handmade(
                    (pass, in) -> {
                      NDArray user = pass.call(0, in.get(0).toType(DataType.INT64, false));
                      NDArray item = pass.call(1, in.get(1).toType(DataType.INT64, false));
                      return new NDList(
                          pass.call(
                              3, user.mul(item).concat(pass.call(2, user.concat(item, 1)), 1)));
                    },
                    words(),
                    words(),
                    sequence(linear(4), Activation.reluBlock()),
                    linear(1)),
            new Shape(),
            new Shape()));
    all.add(
        Specimen.of(
            "textbook, recommenders",
            "factorization machine",
            () ->
                new Handmade(
                    (pass, in) -> {
                      NDArray all1 = pass.call(0, in.head().toType(DataType.INT64, false));
                      NDArray square = all1.sum(new int[] {1}).square();
                      NDArray pairs = square.sub(all1.square().sum(new int[] {1}));
                      return new NDList(pairs.sum(new int[] {1}).mul(0.5));
                    },
                    words()),
            new Shape(4)));
    all.add(
        Specimen.of(
            "textbook, recommenders",
            "AutoRec",
            () -> sequence(linear(3), Activation.sigmoidBlock(), linear(8)),
            new Shape(8)));
  }
}
