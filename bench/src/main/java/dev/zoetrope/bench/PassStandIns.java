package dev.zoetrope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.HookHandle;
import dev.zoetrope.recording.Probes;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a recorder's work, each with nothing after it: hooks, a pass of the probes, copies
 * of what the hooks see. They stand in for the library's probe pass, which is not public and can
 * only be run by a recorder, with encoding and files behind it. A pass that does less than the
 * library's is wanted here besides: what a recorder takes beyond it is the recorder's own cost.
 *
 * <p>The library's pass differs in that it ends at the last layer that is recorded, puts its hooks
 * in and takes them out each time, and restores what blocks keep of a pass.
 */
final class PassStandIns {

  private static final BlockSelector LAYERS = BlockSelector.glob("conv*");

  private PassStandIns() {}

  /** Hooks that see the training's own passes, and do nothing. */
  static final class IdleHooks implements StepAction {
    private final HookHandle hooks;

    IdleHooks(ArticleTraining training) {
      hooks =
          ForwardHooks.on(training.model()).select(LAYERS).observe((path, inputs, outputs) -> {});
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      ArticleTraining.metrics(trainer, batch);
    }

    @Override
    public void close() {
      hooks.close();
    }
  }

  /** The probes go through the network, and nobody looks. */
  static class BarePass implements StepAction {
    private final NDArray input;

    BarePass(ArticleTraining training, Probes probes) {
      List<Long> shape = new ArrayList<>(List.of((long) probes.count()));
      probes.shape().forEach(length -> shape.add((long) length));
      input = training.trainer().getManager().create(probes.input(), new Shape(shape));
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      ArticleTraining.metrics(trainer, batch);
      JniUtils.setGradMode(false);
      try (NDManager pass = trainer.getManager().newSubManager()) {
        NDList inputs = new NDList(input);
        inputs.tempAttach(pass);
        trainer.evaluate(inputs);
      } finally {
        JniUtils.setGradMode(true);
      }
    }
  }

  /** The same, and hooks copy what they see into arrays. */
  static final class CopyingPass extends BarePass {
    private final HookHandle hooks;
    private final Map<String, float[]> copies = new LinkedHashMap<>();
    private boolean passing;

    CopyingPass(ArticleTraining training, Probes probes) {
      super(training, probes);
      hooks =
          ForwardHooks.on(training.model())
              .select(LAYERS)
              .observe((path, inputs, outputs) -> copy(path, outputs.singletonOrThrow()));
    }

    private void copy(String path, NDArray output) {
      if (passing) {
        float[] into = copies.computeIfAbsent(path, p -> new float[(int) output.size()]);
        output.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(into);
      }
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      passing = true;
      super.onBatch(trainer, batch);
      passing = false;
    }

    @Override
    public void close() {
      hooks.close();
    }
  }
}
