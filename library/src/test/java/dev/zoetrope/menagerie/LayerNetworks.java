package dev.zoetrope.menagerie;

import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.core.LinearCollection;
import ai.djl.nn.core.Multiplication;
import ai.djl.nn.core.SparseMax;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Each kind of layer in DJL, between two trainable ones. */
final class LayerNetworks {

  private static final Shape IMAGE = new Shape(2, 8, 8);

  private LayerNetworks() {}

  static List<Specimen> all() {
    List<Specimen> all = new ArrayList<>();
    activations()
        .forEach(
            (name, block) ->
                all.add(
                    Specimen.of(
                        "activation function",
                        name,
                        () -> new SequentialBlock().add(linear(4)).add(block.get()).add(linear(3)),
                        new Shape(5))));
    pools()
        .forEach(
            (name, block) ->
                all.add(
                    Specimen.of(
                        "pooling",
                        name,
                        () -> new SequentialBlock().add(conv(3)).add(block.get()).add(flat(3)),
                        IMAGE)));
    norms()
        .forEach(
            (name, block) ->
                all.add(
                    Specimen.of(
                        "normalization",
                        name,
                        () -> new SequentialBlock().add(conv(4)).add(block.get()).add(flat(3)),
                        IMAGE)));
    convolutions(all);
    cores(all);
    return all;
  }

  static Linear linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  static Block conv(int filters) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(3, 3))
        .optPadding(new Shape(1, 1))
        .build();
  }

  static Block flat(int units) {
    return new SequentialBlock().add(ai.djl.nn.Blocks.batchFlattenBlock()).add(linear(units));
  }

  private static Map<String, Supplier<Block>> activations() {
    Map<String, Supplier<Block>> all = new LinkedHashMap<>();
    all.put("ReLU", Activation::reluBlock);
    all.put("ReLU6", Activation::relu6Block);
    all.put("Sigmoid", Activation::sigmoidBlock);
    all.put("Tanh", Activation::tanhBlock);
    all.put("SoftPlus", Activation::softPlusBlock);
    all.put("SoftSign", Activation::softSignBlock);
    all.put("LeakyReLU", () -> Activation.leakyReluBlock(0.1f));
    all.put("ELU", () -> Activation.eluBlock(1));
    all.put("SELU", Activation::seluBlock);
    all.put("GELU", Activation::geluBlock);
    all.put("Swish", () -> Activation.swishBlock(1));
    all.put("Mish", Activation::mishBlock);
    return all;
  }

  private static Map<String, Supplier<Block>> pools() {
    Shape two = new Shape(2, 2);
    Map<String, Supplier<Block>> all = new LinkedHashMap<>();
    all.put("max 2×2", () -> Pool.maxPool2dBlock(two, two));
    all.put("mean 2×2", () -> Pool.avgPool2dBlock(two, two));
    all.put("power mean 2×2", () -> Pool.lpPool2dBlock(2, two, two));
    all.put("global max", Pool::globalMaxPool2dBlock);
    all.put("global mean", Pool::globalAvgPool2dBlock);
    all.put("global power mean", () -> Pool.globalLpPool2dBlock(2));
    return all;
  }

  private static Map<String, Supplier<Block>> norms() {
    Map<String, Supplier<Block>> all = new LinkedHashMap<>();
    all.put("BatchNorm", () -> BatchNorm.builder().build());
    all.put("BatchNorm without scale", () -> BatchNorm.builder().optScale(false).build());
    all.put("LayerNorm", () -> LayerNorm.builder().build());
    all.put("Dropout", () -> Dropout.builder().optRate(0.4f).build());
    all.put(
        "BatchNorm, Dropout and ReLU",
        () ->
            new SequentialBlock()
                .add(BatchNorm.builder().build())
                .add(Dropout.builder().optRate(0.4f).build())
                .add(Activation.reluBlock()));
    return all;
  }

  private static void convolutions(List<Specimen> all) {
    Shape three = new Shape(3);
    all.add(
        convolution(
            "Conv1d",
            () -> Conv1d.builder().setFilters(3).setKernelShape(three).build(),
            new Shape(2, 9)));
    all.add(
        convolution(
            "Conv2d, strided",
            () ->
                Conv2d.builder()
                    .setFilters(3)
                    .setKernelShape(new Shape(3, 3))
                    .optStride(new Shape(2, 2))
                    .build(),
            IMAGE));
    all.add(
        convolution(
            "Conv2d, dilated",
            () ->
                Conv2d.builder()
                    .setFilters(3)
                    .setKernelShape(new Shape(3, 3))
                    .optDilation(new Shape(2, 2))
                    .build(),
            IMAGE));
    all.add(
        convolution(
            "Conv2d, grouped, without bias",
            () ->
                Conv2d.builder()
                    .setFilters(4)
                    .setKernelShape(new Shape(3, 3))
                    .optGroups(2)
                    .optBias(false)
                    .build(),
            IMAGE));
    all.add(
        convolution(
            "Conv3d",
            () -> Conv3d.builder().setFilters(2).setKernelShape(new Shape(2, 2, 2)).build(),
            new Shape(1, 4, 4, 4)));
  }

  private static Specimen convolution(String name, Supplier<Block> block, Shape input) {
    return Specimen.of(
        "convolution",
        name,
        () -> new SequentialBlock().add(block.get()).add(Activation.tanhBlock()).add(flat(3)),
        input);
  }

  static Block words() {
    DefaultVocabulary words =
        DefaultVocabulary.builder()
            .add(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"))
            .optUnknownToken("<unk>")
            .build();
    return TrainableWordEmbedding.builder().setEmbeddingSize(6).setVocabulary(words).build();
  }

  private static void cores(List<Specimen> all) {
    all.add(
        Specimen.of(
            "core",
            "Embedding of words",
            () ->
                new SequentialBlock()
                    .add(LambdaBlock.singleton(x -> x.toType(DataType.INT64, false), "words"))
                    .add(words())
                    .add(flat(3)),
            new Shape(4)));
    all.add(
        Specimen.of(
            "core",
            "LinearCollection",
            () -> new SequentialBlock().add(LinearCollection.builder().setUnits(3).build()),
            new Shape(2, 4)));
    all.add(
        Specimen.of(
            "core",
            "Multiplication",
            () ->
                new SequentialBlock()
                    .add(Multiplication.builder().setUnits(4).build())
                    .add(new LambdaBlock(x -> x, "same")),
            new Shape(4)));
    all.add(
        Specimen.of(
            "core",
            "SparseMax",
            () -> new SequentialBlock().add(linear(6)).add(new SparseMax()).add(linear(3)),
            new Shape(5)));
  }
}
