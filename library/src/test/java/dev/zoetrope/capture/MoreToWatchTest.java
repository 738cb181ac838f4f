package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.Series;
import dev.zoetrope.recording.WeightPrecision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording weights, gradient norms, update ratios and scalars besides activations. */
class MoreToWatchTest {

  @TempDir private Path folder;

  private RecorderBuilder everything() {
    return ActivationRecorder.to(folder.resolve("a.zarr"))
        .probes(Networks.probes())
        .weights(WeightPrecision.EXACT)
        .gradientNorms()
        .updateRatios();
  }

  private static byte[] train(TrainingListener... listeners) throws Exception {
    Block block = Networks.nested();
    try (Model model = Networks.model(block)) {
      try (Trainer trainer = model.newTrainer(Networks.config(listeners))) {
        trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
        EasyTrain.fit(trainer, 2, Networks.dataset(trainer.getManager()), null);
      }
      return Networks.parameters(block);
    }
  }

  /** Copies parameters and gradients at each step, in plain Java. */
  private static final class Copies extends TrainingListenerAdapter {
    final List<Map<String, float[]>> weights = new ArrayList<>();
    final List<Map<String, float[]>> gradients = new ArrayList<>();

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      copy(trainer);
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
      copy(trainer);
    }

    private void copy(Trainer trainer) {
      Map<String, float[]> weightsNow = new LinkedHashMap<>();
      Map<String, float[]> gradientsNow = new LinkedHashMap<>();
      for (BlockNode node : BlockNode.list(trainer.getModel().getBlock())) {
        for (var pair : node.block().getDirectParameters()) {
          Parameter parameter = pair.getValue();
          if (parameter.requiresGradient()) {
            String name = node.path() + "/" + pair.getKey();
            weightsNow.put(name, parameter.getArray().toFloatArray());
            try (NDArray gradient = parameter.getArray().getGradient()) {
              gradientsNow.put(name, gradient.toFloatArray());
            }
          }
        }
      }
      weights.add(weightsNow);
      gradients.add(gradientsNow);
    }
  }

  private static double norm(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] minus(float[] a, float[] b) {
    float[] difference = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  private static void assertSeries(Copies copies, Recording recording) throws Exception {
    Series norms = recording.series("gradient_norm");
    Series ratios = recording.series("update_ratio");
    long[] steps = recording.steps();
    assertThat(norms.columns())
        .isEqualTo(ratios.columns())
        .containsExactlyElementsOf(copies.weights.get(0).keySet());
    for (String name : norms.columns()) {
      assertThat(norms.column(name)[0]).isNaN();
      assertThat(ratios.column(name)[0]).isNaN();
      for (int frame = 1; frame < steps.length; frame++) {
        int now = (int) steps[frame];
        // The gradient of update k is available in the k-th call of onTrainingBatch.
        double norm = norm(copies.gradients.get(now - 1).get(name));
        assertThat((double) norms.column(name)[frame]).isCloseTo(norm, within(1e-5 * norm));
        float[] before = copies.weights.get((int) steps[frame - 1]).get(name);
        double size = norm(before);
        double moved = norm(minus(copies.weights.get(now).get(name), before));
        if (size == 0) {
          assertThat(ratios.column(name)[frame]).isNaN();
        } else {
          assertThat((double) ratios.column(name)[frame])
              .isPositive()
              .isCloseTo(moved / size, within(1e-4 * moved / size));
        }
      }
    }
  }

  @Test
  void normsAndRatiosMatchPlainArithmetic() throws Exception {
    Copies copies = new Copies();
    train(copies, everything().build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.steps()).hasSize(9);
      assertSeries(copies, recording);
    }
  }

  @Test
  void theRatioSpansAllUpdatesBetweenFrames() throws Exception {
    Copies copies = new Copies();
    train(copies, everything().steps(Schedules.every(3)).build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.steps()).containsExactly(0, 3, 6);
      assertSeries(copies, recording);
    }
  }

  @Test
  void trainingEndsWithTheSameWeights() throws Exception {
    assertThat(train(everything().maxBytesPerFrame(500).build())).isEqualTo(train());
  }

  @Test
  void scalarsBelongToTheNextFrame() throws Exception {
    ActivationRecorder recorder =
        ActivationRecorder.to(folder.resolve("a.zarr"))
            .probes(Networks.probes())
            .layers("linear")
            .build();
    recorder.scalar("first", 7);
    TrainingListener own =
        new TrainingListenerAdapter() {
          private int calls;

          @Override
          public void onTrainingBatch(Trainer trainer, BatchData batch) {
            recorder.scalar("calls", ++calls); // after the recorder was called
            if (calls == 5) {
              recorder.scalar("late", 1);
              recorder.scalar("late", 2);
            }
          }
        };
    train(recorder, own);
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().series()).containsExactly("first", "calls", "late");
      assertThat(recording.series("calls").values())
          .containsExactly(Float.NaN, 1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(recording.series("first").values()).startsWith(7, Float.NaN).hasSize(9);
      assertThat(recording.series("late").values()[4]).isNaN();
      assertThat(recording.series("late").values()[5]).isEqualTo(2);
      assertThat(recording.series("late").values()[6]).isNaN();
    }
    assertThatThrownBy(() -> recorder.scalar("gradient_norm", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
