package dev.zoetrope.menagerie;

import ai.djl.basicmodelzoo.basic.Mlp;
import ai.djl.basicmodelzoo.cv.classification.GoogLeNet;
import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV1;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.basicmodelzoo.cv.classification.SqueezeNet;
import ai.djl.basicmodelzoo.cv.object_detection.ssd.SingleShotDetection;
import ai.djl.basicmodelzoo.nlp.SimpleTextDecoder;
import ai.djl.basicmodelzoo.nlp.SimpleTextEncoder;
import ai.djl.basicmodelzoo.tabular.TabNet;
import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.EncoderDecoder;
import ai.djl.modality.nlp.embedding.TrainableTextEmbedding;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.BertPretrainingBlock;
import ai.djl.nn.transformer.PointwiseFeedForwardBlock;
import ai.djl.nn.transformer.ScaledDotProductAttentionBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import java.util.ArrayList;
import java.util.List;

/** Whole networks that DJL builds from blocks. */
final class DjlNetworks {

  private static final Shape IMAGE = new Shape(3, 32, 32);
  private static final int CLASSES = 3;

  private DjlNetworks() {}

  static List<Specimen> all() {
    List<Specimen> all = new ArrayList<>();
    vision(all);
    recurrent(all);
    attention(all);
    others(all);
    return all;
  }

  private static void vision(List<Specimen> all) {
    all.add(
        Specimen.of(
            "vision",
            "ResNetV1-18",
            () ->
                ResNetV1.builder()
                    .setImageShape(IMAGE)
                    .setNumLayers(18)
                    .setOutSize(CLASSES)
                    .build(),
            IMAGE));
    all.add(
        Specimen.of(
            "vision",
            "MobileNetV1",
            () -> MobileNetV1.builder().setOutSize(CLASSES).build(),
            IMAGE));
    all.add(
        Specimen.of(
            "vision",
            "MobileNetV2",
            () -> MobileNetV2.builder().setOutSize(CLASSES).build(),
            IMAGE));
    all.add(Specimen.of("vision", "SqueezeNet", () -> SqueezeNet.squeezenet(CLASSES), IMAGE));
    all.add(
        Specimen.of(
            "vision",
            "GoogLeNet",
            () -> GoogLeNet.builder().setOutSize(CLASSES).build(),
            new Shape(1, 32, 32)));
    all.add(
        Specimen.of(
            "vision",
            "LeNet",
            () -> LeNet.builder().setOutSize(CLASSES).build(),
            new Shape(1, 28, 28)));
    all.add(Specimen.of("vision", "SSD", DjlNetworks::detector, IMAGE));
  }

  private static Block detector() {
    SequentialBlock base = new SequentialBlock();
    for (int filters : new int[] {4, 8}) {
      base.add(SingleShotDetection.getDownSamplingBlock(filters));
    }
    List<List<Float>> sizes = new ArrayList<>();
    List<List<Float>> ratios = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sizes.add(List.of(0.2f + 0.1f * i, 0.3f + 0.1f * i));
      ratios.add(List.of(1f, 2f, 0.5f));
    }
    return SingleShotDetection.builder()
        .setNumClasses(1)
        .setNumFeatures(3)
        .optGlobalPool(true)
        .setRatios(ratios)
        .setSizes(sizes)
        .setBaseNetwork(base)
        .build();
  }

  private static void recurrent(List<Specimen> all) {
    for (String kind : new String[] {"RNN", "GRU", "LSTM"}) {
      for (int layers = 1; layers <= 2; layers++) {
        for (boolean timeFirst : new boolean[] {false, true}) {
          for (boolean state : new boolean[] {false, true}) {
            int count = layers;
            all.add(
                Specimen.of(
                    "recurrent",
                    "%s, %d layer%s%s%s"
                        .formatted(
                            kind,
                            layers,
                            layers > 1 ? "s" : "",
                            timeFirst ? ", time first" : "",
                            state ? ", state returned" : ""),
                    () -> head(recurrent(kind, count, timeFirst, state), timeFirst, state),
                    new Shape(2, 5)));
          }
        }
      }
    }
  }

  private static Block recurrent(String kind, int layers, boolean timeFirst, boolean state) {
    return switch (kind) {
      case "RNN" ->
          RNN.builder()
              .setActivation(RNN.Activation.TANH)
              .setStateSize(6)
              .setNumLayers(layers)
              .optBatchFirst(!timeFirst)
              .optReturnState(state)
              .build();
      case "GRU" ->
          GRU.builder()
              .setStateSize(6)
              .setNumLayers(layers)
              .optBatchFirst(!timeFirst)
              .optReturnState(state)
              .build();
      default ->
          LSTM.builder()
              .setStateSize(6)
              .setNumLayers(layers)
              .optBatchFirst(!timeFirst)
              .optReturnState(state)
              .optDropRate(0.2f)
              .build();
    };
  }

  private static Block head(Block recurrent, boolean timeFirst, boolean state) {
    SequentialBlock network = new SequentialBlock();
    if (timeFirst) {
      network.add(LambdaBlock.singleton(x -> x.transpose(1, 0, 2), "timeFirst"));
    }
    network.add(recurrent);
    if (state) {
      network.add(outputs -> new NDList(outputs.get(1).get("-1")), "lastState");
    }
    return network.add(Linear.builder().setUnits(CLASSES).build());
  }

  private static void attention(List<Specimen> all) {
    for (int heads : new int[] {1, 2, 4}) {
      all.add(
          Specimen.of(
              "attention",
              "Transformer encoder, " + heads + (heads == 1 ? " head" : " heads"),
              () ->
                  new SequentialBlock()
                      .add(new TransformerEncoderBlock(8, heads, 16, 0.2f, Activation::gelu))
                      .add(Linear.builder().setUnits(CLASSES).build()),
              new Shape(heads, 8)));
    }
    all.add(
        Specimen.of(
            "attention",
            "scaled dot product, two heads",
            () ->
                ScaledDotProductAttentionBlock.builder()
                    .setEmbeddingSize(8)
                    .setHeadCount(2)
                    .optAttentionProbsDropoutProb(0.1f)
                    .build(),
            new Shape(3, 8)));
    all.add(
        Specimen.of(
            "attention",
            "pointwise feed forward",
            () -> new PointwiseFeedForwardBlock(List.of(16), 8, Activation::relu),
            new Shape(3, 8)));
    all.add(Specimen.of("attention", "BERT", DjlNetworks::bert, new Shape(6)));
    all.add(
        Specimen.of(
            "attention",
            "BERT, pretraining with masked positions",
            DjlNetworks::pretraining,
            new Shape(9)));
  }

  private static BertBlock.Builder smallBert() {
    return BertBlock.builder()
        .setTokenDictionarySize(10)
        .optEmbeddingSize(8)
        .optHiddenSize(16)
        .optAttentionHeadCount(2)
        .optTransformerBlockCount(2)
        .optTypeDictionarySize(2)
        .optMaxSequenceLength(9)
        .optHiddenDropoutProbability(0.1f);
  }

  private static Block bert() {
    return new SequentialBlock()
        .add(
            new LambdaBlock(
                inputs -> {
                  NDArray tokens = inputs.head().toType(DataType.INT32, true);
                  return new NDList(tokens, tokens.zerosLike(), tokens.onesLike());
                },
                "words"))
        .add(smallBert().optMaxSequenceLength(6).build())
        .add(outputs -> new NDList(outputs.get(1)), "pooled")
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  private static Block pretraining() {
    return new SequentialBlock()
        .add(
            new LambdaBlock(
                inputs -> {
                  NDArray tokens = inputs.head().toType(DataType.INT32, true);
                  NDArray masked = tokens.get(":, :3").clip(0, 8);
                  return new NDList(tokens, tokens.mod(2), tokens.onesLike(), masked);
                },
                "words"))
        .add(new BertPretrainingBlock(smallBert()));
  }

  private static void others(List<Specimen> all) {
    for (int hidden = 1; hidden <= 3; hidden++) {
      int[] sizes = {16, 12, 8};
      int count = hidden;
      all.add(
          Specimen.of(
              "tabular",
              "Mlp of " + hidden + (hidden == 1 ? " hidden layer" : " hidden layers"),
              () -> new Mlp(8, CLASSES, java.util.Arrays.copyOf(sizes, count)),
              new Shape(8)));
    }
    for (int steps = 2; steps <= 3; steps++) {
      int count = steps;
      all.add(
          Specimen.of(
              "tabular",
              "TabNet of " + steps + " steps",
              () -> TabNet.builder().setInputDim(5).setOutDim(2).optNumSteps(count).build(),
              new Shape(5)));
    }
    all.add(
        Specimen.of(
                "sequence to sequence",
                "EncoderDecoder",
                DjlNetworks::translator,
                new Shape(5),
                new Shape(5))
            .labelled());
  }

  private static Block translator() {
    DefaultVocabulary words =
        DefaultVocabulary.builder()
            .add(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"))
            .optUnknownToken("<unk>")
            .build();
    return new EncoderDecoder(
        new SimpleTextEncoder(embedding(words), lstm(true)),
        new SimpleTextDecoder(embedding(words), lstm(false), words.size()));
  }

  private static TrainableTextEmbedding embedding(DefaultVocabulary words) {
    return new TrainableTextEmbedding(
        TrainableWordEmbedding.builder().setEmbeddingSize(8).setVocabulary(words).build());
  }

  private static LSTM lstm(boolean state) {
    return LSTM.builder()
        .setStateSize(8)
        .setNumLayers(2)
        .optBatchFirst(true)
        .optDropRate(0.2f)
        .optReturnState(state)
        .build();
  }
}
