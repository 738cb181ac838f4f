package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recorder makes on the engine is gone after each step. */
class LeakTest {

  @TempDir private Path folder;

  /** Counts the arrays that the model's and the trainer's memory managers hold. */
  private static final class Counts extends TrainingListenerAdapter {
    final List<Integer> arrays = new ArrayList<>();

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      NDManager ofModel = trainer.getModel().getNDManager();
      arrays.add(
          ofModel.getManagedArrays().size() + trainer.getManager().getManagedArrays().size());
    }
  }

  private static List<Integer> train(ActivationRecorder recorder) throws Exception {
    Counts counts = new Counts();
    try (Model model = Networks.model(Networks.nested());
        Trainer trainer =
            model.newTrainer(
                recorder == null ? Networks.config(counts) : Networks.config(recorder, counts))) {
      trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
      EasyTrain.fit(trainer, 8, Networks.dataset(trainer.getManager()), null);
    }
    return counts.arrays;
  }

  @Test
  void noArraysStayBehind() throws Exception {
    List<Integer> bare = train(null);
    List<Integer> recorded =
        train(
            ActivationRecorder.to(folder.resolve("a.zarr"))
                .probes(Networks.probes())
                .weights("**")
                .gradientNorms()
                .updateRatios()
                .maxBytesPerFrame(500)
                .build());
    assertThat(recorded).hasSize(32);
    List<Integer> more = new ArrayList<>();
    for (int i = 0; i < bare.size(); i++) {
      more.add(recorded.get(i) - bare.get(i));
    }
    assertThat(more).as("arrays beyond those of bare training").containsOnly(more.get(0));
  }
}
