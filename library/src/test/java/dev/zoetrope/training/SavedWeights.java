package dev.zoetrope.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.network.ConvNet;
import dev.zoetrope.network.ConvNet.ActivationFunction;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Saves the weights at every step, and runs the probes through a fresh network with them. */
final class SavedWeights extends TrainingListenerAdapter {

  private final List<byte[]> saved = new ArrayList<>();

  @Override
  public void onTrainingBatch(Trainer trainer, BatchData batch) {
    save(trainer); // before the update that this batch leads to
  }

  @Override
  public void onTrainingEnd(Trainer trainer) {
    save(trainer);
  }

  private void save(Trainer trainer) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      trainer.getModel().getBlock().saveParameters(new DataOutputStream(bytes));
      saved.add(bytes.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  byte[] at(int step) {
    return saved.get(step);
  }

  /** Compares every conv layer of a frame with a forward pass of the weights at that step. */
  void assertRecomputed(Recording recording, int frame, float tolerance) throws Exception {
    Block network = ConvNet.create(ActivationFunction.TANH, 10);
    Probes probes = recording.probes();
    try (Model model = Model.newInstance("again", Device.cpu(), "PyTorch")) {
      NDManager manager = model.getNDManager();
      network.loadParameters(
          manager, new DataInputStream(new ByteArrayInputStream(saved.get(frame))));
      ParameterStore store = new ParameterStore(manager, false);
      NDList values = new NDList(manager.create(probes.input(), new Shape(10, 1, 28, 28)));
      for (String name : network.getChildren().keys()) {
        values = network.getChildren().get(name).forward(store, values, false);
        if (name.startsWith("conv")) {
          assertThat(recording.activation(name, frame))
              .as(name + " at frame " + frame)
              .containsExactly(values.get(0).toFloatArray(), within(tolerance));
        }
      }
    }
  }
}
