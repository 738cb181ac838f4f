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
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Networks that are not simple chains of layers. */
final class OddNetworks {

  private static final Shape FEATURES = new Shape(4);
  private static final Shape TOKENS = new Shape(3, 4);

  private OddNetworks() {}

  static List<Specimen> all() {
    List<Specimen> all = new ArrayList<>();
    shared(all);
    branching(all);
    attention(all);
    outputs(all);
    functions(all);
    drawing(all);
    return all;
  }

  private static Specimen odd(String name, Supplier<Block> network, Shape... inputs) {
    return Specimen.of("differs in kind", name, network, inputs);
  }

  private static Block made(Handmade.Forward forward, Block... parts) {
    return new Handmade(forward, parts);
  }

  private static void shared(List<Specimen> all) {
    all.add(
        odd(
            "recurrence unrolled by hand",
            () ->
                made(
                    (pass, in) -> {
                      NDArray state = in.head().get(":, 0").zerosLike();
                      for (int step = 0; step < 3; step++) {
                        NDArray seen = in.head().get(":, " + step);
                        state = pass.call(0, seen.concat(state, 1)).tanh();
                      }
                      return new NDList(pass.call(1, state));
                    },
                    linear(4),
                    linear(2)),
            TOKENS));
    all.add(
        odd(
            "one block in two places",
            () -> {
              Linear shared = linear(4);
              return new SequentialBlock()
                  .add(shared)
                  .add(Activation.tanhBlock())
                  .add(shared)
                  .add(linear(2));
            },
            FEATURES));
    all.add(
        odd(
            "weights tied by a product",
            () ->
                made(
                    (pass, in) -> {
                      NDArray seen = in.head().toType(DataType.INT64, false);
                      NDArray embedded = pass.call(0, seen).mean(new int[] {1});
                      NDArray matrix = pass.value(pass.part(0).getParameters().valueAt(0));
                      return new NDList(pass.call(1, embedded).matMul(matrix.transpose()));
                    },
                    words(),
                    linear(6)),
            new Shape(5)));
    all.add(
        odd(
            "siamese",
            () ->
                made(
                    (pass, in) ->
                        new NDList(
                            pass.call(
                                1, pass.call(0, in.get(0)).sub(pass.call(0, in.get(1))).abs())),
                    new SequentialBlock().add(linear(5)).add(Activation.tanhBlock()),
                    linear(1)),
            FEATURES,
            FEATURES));
    all.add(
        odd(
            "neural differential equation by Euler's steps",
            () ->
                made(
                    (pass, in) -> {
                      NDArray state = in.head();
                      for (int step = 0; step < 4; step++) {
                        state = state.add(pass.call(0, state).tanh().mul(0.25));
                      }
                      return new NDList(state);
                    },
                    linear(4)),
            FEATURES));
    all.add(
        odd(
            "hypernetwork",
            () ->
                made(
                    (pass, in) -> {
                      NDArray weights = pass.call(0, in.get(1)).reshape(-1, 4, 2);
                      return new NDList(in.get(0).expandDims(1).matMul(weights).squeeze(1));
                    },
                    linear(8)),
            FEATURES,
            new Shape(3)));
    all.add(
        odd(
            "children kept in fields, maps, arrays and helpers",
            KeepingNetworks.Everywhere::new,
            FEATURES));
    all.add(odd("children cast to their own types", KeepingNetworks.Casting::new, FEATURES));
    all.add(odd("children of a final class", KeepingNetworks.WithFinal::new, FEATURES));
    all.add(odd("children called by a captured lambda", KeepingNetworks::capturing, FEATURES));
    all.add(odd("children in a record", KeepingNetworks.InRecord::new, FEATURES));
  }

  private static void branching(List<Specimen> all) {
    all.add(
        odd(
            "mixture of experts, chosen by value",
            () ->
                made(
                    (pass, in) -> {
                      NDArray gate = pass.call(0, in.head()).softmax(1);
                      for (int expert = 1; expert <= 3; expert++) {
                        if (!pass.part(expert).isInitialized()) {
                          pass.call(expert, in.head());
                        }
                      }
                      NDList rows = new NDList();
                      for (long row = 0; row < in.head().getShape().get(0); row++) {
                        int expert = (int) gate.get(row).argMax().getLong();
                        NDArray input = in.head().get(row + ":" + (row + 1));
                        rows.add(pass.call(1 + expert, input).mul(gate.get(row).get(expert)));
                      }
                      return new NDList(NDArrays.concat(rows, 0));
                    },
                    linear(3),
                    linear(2),
                    linear(2),
                    linear(2)),
            FEATURES));
    all.add(
        odd(
            "mixture of experts, weighed",
            () ->
                made(
                    (pass, in) -> {
                      NDArray gate = pass.call(0, in.head()).softmax(1);
                      NDArray sum = null;
                      for (int expert = 0; expert < 2; expert++) {
                        NDArray part =
                            pass.call(1 + expert, in.head())
                                .mul(gate.get(":, " + expert + ":" + (expert + 1)));
                        sum = sum == null ? part : sum.add(part);
                      }
                      return new NDList(sum);
                    },
                    linear(2),
                    linear(3),
                    linear(3)),
            FEATURES));
    all.add(
        odd(
            "a part that runs in training only",
            () ->
                made(
                    (pass, in) ->
                        new NDList(
                            pass.training()
                                ? pass.call(0, in.head()).add(pass.call(1, in.head()))
                                : pass.call(0, in.head())),
                    linear(3),
                    linear(3)),
            FEATURES));
    all.add(
        odd(
            "highway",
            () ->
                made(
                    (pass, in) -> {
                      NDArray gate = Activation.sigmoid(pass.call(1, in.head()));
                      NDArray changed = pass.call(0, in.head()).tanh().mul(gate);
                      return new NDList(changed.add(in.head().mul(gate.neg().add(1))));
                    },
                    linear(4),
                    linear(4)),
            FEATURES));
    all.add(
        odd(
            "squeeze and excitation",
            () ->
                new SequentialBlock()
                    .add(conv(4))
                    .add(
                        made(
                            (pass, in) -> {
                              NDArray scale = in.head().mean(new int[] {3}).mean(new int[] {2});
                              scale = Activation.sigmoid(pass.call(0, scale));
                              return new NDList(in.head().mul(scale.reshape(-1, 4, 1, 1)));
                            },
                            linear(4)))
                    .add(flat(2)),
            new Shape(1, 6, 6)));
    all.add(
        odd(
            "parallel blocks in parallel blocks",
            () -> parallel(parallel(linear(2), linear(2)), parallel(linear(2), linear(2))),
            FEATURES));
  }

  private static Block parallel(Block a, Block b) {
    return new ParallelBlock(
            outputs -> new NDList(outputs.get(0).head().concat(outputs.get(1).head(), 1)))
        .add(a)
        .add(b);
  }

  private static void attention(List<Specimen> all) {
    all.add(
        odd(
            "attention with a causal mask",
            () ->
                made(
                    (pass, in) -> {
                      NDArray scores = scores(pass, in.head(), in.head());
                      NDArray later =
                          in.head()
                              .getManager()
                              .create(new float[] {0, 1, 1, 0, 0, 1, 0, 0, 0}, new Shape(1, 3, 3));
                      NDArray weights = scores.sub(later.mul(1000)).softmax(-1);
                      return new NDList(weights.matMul(pass.call(2, in.head())));
                    },
                    linear(4),
                    linear(4),
                    linear(4)),
            TOKENS));
    all.add(
        odd(
            "attention step by step with a cache",
            () ->
                made(
                    (pass, in) -> {
                      NDList keys = new NDList();
                      NDList outputs = new NDList();
                      for (int step = 0; step < 3; step++) {
                        NDArray now = in.head().get(":, " + step + ":" + (step + 1));
                        keys.add(pass.call(1, now));
                        NDArray cache = NDArrays.concat(keys, 1);
                        NDArray weights =
                            pass.call(0, now).matMul(cache.transpose(0, 2, 1)).softmax(-1);
                        outputs.add(weights.matMul(cache));
                      }
                      return new NDList(NDArrays.concat(outputs, 1));
                    },
                    linear(4),
                    linear(4)),
            TOKENS));
    all.add(
        odd(
            "cross attention from learned queries",
            () ->
                new Handmade(
                        (pass, in) -> {
                          NDArray queries = pass.parameter("queries").expandDims(0);
                          NDArray keys = pass.call(0, in.head());
                          NDArray weights = queries.matMul(keys.transpose(0, 2, 1)).softmax(-1);
                          return new NDList(weights.matMul(pass.call(1, in.head())));
                        },
                        linear(4),
                        linear(4))
                    .with("queries", new Shape(2, 4)),
            TOKENS));
    all.add(
        odd(
            "mixer of tokens and channels",
            () ->
                made(
                    (pass, in) -> {
                      NDArray mixed = pass.call(0, in.head()).transpose(0, 2, 1);
                      mixed = in.head().add(pass.call(1, mixed).transpose(0, 2, 1));
                      return new NDList(mixed.add(pass.call(2, mixed)));
                    },
                    LayerNorm.builder().build(),
                    linear(3),
                    linear(4)),
            TOKENS));
    all.add(
        odd(
            "picture in patches",
            () ->
                new SequentialBlock()
                    .add(
                        LambdaBlock.singleton(
                            x ->
                                x.reshape(-1, 2, 4, 2, 4)
                                    .transpose(0, 1, 3, 2, 4)
                                    .reshape(-1, 4, 16)))
                    .add(linear(4))
                    .add(LayerNorm.builder().build())
                    .add(flat(2)),
            new Shape(1, 8, 8)));
    all.add(
        odd(
            "graph convolution",
            () ->
                made(
                    (pass, in) -> {
                      NDArray near = in.get(1).gt(4).toType(DataType.FLOAT32, false);
                      NDArray hidden = near.matMul(pass.call(0, in.get(0))).tanh();
                      return new NDList(near.matMul(pass.call(1, hidden)));
                    },
                    linear(4),
                    linear(2)),
            TOKENS,
            new Shape(3, 3)));
    all.add(
        odd(
            "diffusion with an embedding of time",
            () ->
                made(
                    (pass, in) -> {
                      NDArray time = in.get(1).mul(0.1);
                      NDArray waves = time.sin().concat(time.cos(), 1);
                      NDArray hidden = pass.call(0, in.get(0)).add(pass.call(1, waves));
                      return new NDList(pass.call(2, Activation.relu(hidden)));
                    },
                    linear(5),
                    linear(5),
                    linear(4)),
            FEATURES,
            new Shape(1)));
  }

  private static NDArray scores(Handmade.Pass pass, NDArray queries, NDArray keys) {
    return pass.call(0, queries).matMul(pass.call(1, keys).transpose(0, 2, 1)).div(2);
  }

  private static void outputs(List<Specimen> all) {
    all.add(
        odd(
            "several outputs",
            () -> {
              Block heads =
                  made(
                      (pass, in) -> new NDList(pass.call(0, in.head()), pass.call(1, in.head())),
                      linear(3),
                      linear(1));
              return new SequentialBlock().add(linear(4)).add(heads);
            },
            FEATURES));
    all.add(
        odd(
            "an output without a probe axis",
            () ->
                made(
                    (pass, in) -> {
                      NDArray hidden = pass.call(0, in.head());
                      return new NDList(hidden, pass.call(1, hidden.mean(new int[] {0}, true)));
                    },
                    linear(3),
                    linear(2)),
            FEATURES));
    all.add(
        odd(
            "likeness of each input to each",
            () ->
                made(
                    (pass, in) -> {
                      NDArray hidden = pass.call(0, in.head());
                      return new NDList(
                          pass.call(1, hidden.matMul(hidden.transpose()).sum(new int[] {1}, true)));
                    },
                    linear(3),
                    linear(2)),
            FEATURES));
    all.add(
        odd(
            "whole numbers on the way",
            () ->
                new SequentialBlock()
                    .add(linear(3))
                    .add(
                        made(
                            (pass, in) -> {
                              NDArray best = pass.call(0, in.head());
                              return new NDList(in.head().mul(best.expandDims(1).add(1)));
                            },
                            LambdaBlock.singleton(
                                x -> x.argMax(1).toType(DataType.INT64, false), "best"))),
            FEATURES));
    all.add(
        odd(
            "a number for each input",
            () ->
                new SequentialBlock()
                    .add(linear(1))
                    .add(LambdaBlock.singleton(x -> x.squeeze(1), "squeezed")),
            FEATURES));
    all.add(
        odd(
            "inputs folded into the batch",
            () ->
                new SequentialBlock()
                    .add(LambdaBlock.singleton(x -> x.reshape(-1, 4), "folded"))
                    .add(linear(2))
                    .add(LambdaBlock.singleton(x -> x.reshape(-1, 3, 2), "unfolded")),
            TOKENS));
    all.add(
        odd(
            "double precision beside the way",
            () ->
                made(
                    (pass, in) -> {
                      NDArray doubled = pass.call(1, in.head());
                      return new NDList(pass.call(0, in.head()), doubled);
                    },
                    linear(3),
                    LambdaBlock.singleton(x -> x.toType(DataType.FLOAT64, true).mul(3), "double")),
            FEATURES));
  }

  private static void functions(List<Specimen> all) {
    all.add(
        odd(
            "radial basis functions",
            () ->
                new Handmade(
                        (pass, in) -> {
                          NDArray centres = pass.parameter("centres").expandDims(0);
                          NDArray far = in.head().expandDims(1).sub(centres).square();
                          return new NDList(pass.call(0, far.sum(new int[] {2}).mul(-0.1).exp()));
                        },
                        linear(2))
                    .with("centres", new Shape(3, 4)),
            FEATURES));
    all.add(
        odd(
            "learned functions on edges",
            () ->
                made(
                    (pass, in) -> {
                      NDArray x = in.head().mul(0.1);
                      NDArray bases = x.concat(x.sin(), 1).concat(x.mul(2).sin(), 1);
                      return new NDList(pass.call(0, bases));
                    },
                    linear(3)),
            FEATURES));
    all.add(
        odd(
            "mixture of densities",
            () ->
                made(
                    (pass, in) -> {
                      NDArray hidden = pass.call(0, in.head()).tanh();
                      return new NDList(
                          pass.call(1, hidden).softmax(1),
                          pass.call(2, hidden),
                          pass.call(3, hidden).exp());
                    },
                    linear(5),
                    linear(2),
                    linear(2),
                    linear(2)),
            FEATURES));
    all.add(
        odd(
            "capsules with routing",
            () ->
                made(
                    (pass, in) -> {
                      NDArray votes = pass.call(0, in.head()).reshape(-1, 3, 2, 2);
                      NDArray logits = votes.zerosLike().sum(new int[] {3}, true);
                      NDArray capsules = null;
                      for (int round = 0; round < 2; round++) {
                        capsules = votes.mul(logits.softmax(2)).sum(new int[] {1}, true).tanh();
                        logits = logits.add(votes.mul(capsules).sum(new int[] {3}, true));
                      }
                      return new NDList(capsules.squeeze(1));
                    },
                    linear(4)),
            TOKENS));
    all.add(
        odd(
            "shuffled pixels",
            () ->
                new SequentialBlock()
                    .add(conv(4))
                    .add(
                        LambdaBlock.singleton(
                            x ->
                                x.reshape(-1, 2, 2, 4, 4)
                                    .transpose(0, 3, 1, 4, 2)
                                    .reshape(-1, 1, 8, 8)))
                    .add(conv(1)),
            new Shape(1, 4, 4)));
    all.add(
        odd(
            "inputs that are changed in place",
            () ->
                new SequentialBlock()
                    .add(LambdaBlock.singleton(x -> x.duplicate().muli(0.5), "half"))
                    .add(linear(3)),
            FEATURES));
    all.add(
        odd(
            "memory that is read and written",
            () ->
                new Handmade(
                        (pass, in) -> {
                          NDArray memory = pass.parameter("memory").expandDims(0);
                          NDArray key = pass.call(0, in.head()).expandDims(1);
                          NDArray where = key.matMul(memory.transpose(0, 2, 1)).softmax(-1);
                          NDArray read = where.matMul(memory).squeeze(1);
                          return new NDList(pass.call(1, read.concat(in.head(), 1)));
                        },
                        linear(4),
                        linear(2))
                    .with("memory", new Shape(3, 4)),
            FEATURES));
    all.add(
        odd(
            "bottleneck with normalization, dropout and a way around",
            () ->
                made(
                    (pass, in) -> new NDList(in.head().add(pass.call(0, in.head()))),
                    new SequentialBlock()
                        .add(linear(2))
                        .add(BatchNorm.builder().build())
                        .add(Activation.geluBlock())
                        .add(Dropout.builder().optRate(0.3f).build())
                        .add(linear(4))),
            FEATURES));
  }

  private static void drawing(List<Specimen> all) {
    all.add(
        odd(
                "variational autoencoder",
                () ->
                    made(
                        (pass, in) -> {
                          NDArray mean = pass.call(0, in.head());
                          NDArray spread = pass.call(1, in.head()).mul(0.1).exp();
                          NDArray noise = mean.getManager().randomNormal(mean.getShape());
                          return new NDList(pass.call(2, mean.add(spread.mul(noise))));
                        },
                        linear(2),
                        linear(2),
                        linear(4)),
                FEATURES)
            .drawing());
    all.add(
        odd(
                "noise that is added on the way",
                () ->
                    new SequentialBlock()
                        .add(linear(3))
                        .add(
                            LambdaBlock.singleton(
                                x -> x.add(x.getManager().randomNormal(x.getShape())), "noise"))
                        .add(linear(2)),
                FEATURES)
            .drawing());
  }
}
