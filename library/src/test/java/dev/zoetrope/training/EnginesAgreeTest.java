package dev.zoetrope.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.network.ConvNet;
import dev.zoetrope.network.ConvNet.ActivationFunction;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.WeightPrecision;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same network, initial weights and minibatches on PyTorch and MXNet. Skipped unless built with
 * {@code ./mvnw -Pmxnet}.
 */
class EnginesAgreeTest {

  private static final int BATCH = 64;
  private static final int STEPS = 5;
  private static final int PROBES = 10;

  @TempDir private Path folder;

  private static byte[] initialWeights() throws IOException {
    Block network = ConvNet.create(ActivationFunction.TANH, 10);
    try (Model model = Model.newInstance("weights", Device.cpu(), "PyTorch")) {
      model.getNDManager().getEngine().setRandomSeed(7);
      network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(BATCH, 1, 28, 28));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      network.saveParameters(new DataOutputStream(bytes));
      return bytes.toByteArray();
    }
  }

  private Path train(String engine, byte[] weights) throws Exception {
    Path path = folder.resolve(engine + ".zarr");
    ImageSet images = Mnist.load().train().first(BATCH * STEPS);
    float[] pixels = new float[images.size() * images.valuesPerImage()];
    float[] labels = new float[images.size()];
    for (int i = 0; i < labels.length; i++) {
      images.copyTo(i, pixels, i * images.valuesPerImage());
      labels[i] = images.label(i);
    }
    try (Model model = Model.newInstance(engine, Device.cpu(), engine)) {
      NDManager manager = model.getNDManager();
      Block network = ConvNet.create(ActivationFunction.TANH, 10);
      network.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(weights)));
      model.setBlock(network);
      var data = manager.create(pixels, new Shape(images.size(), 1, 28, 28));
      ActivationRecorder recorder =
          ActivationRecorder.to(path)
              .probes(data.get(":" + PROBES))
              .layers("conv*", "dense*")
              .precision(Precision.FLOAT32)
              .gradientNorms()
              .updateRatios()
              .weights(WeightPrecision.EXACT)
              .build();
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optDevices(new Device[] {Device.cpu()})
              .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.05f)).build())
              .addTrainingListeners(recorder);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(BATCH, 1, 28, 28));
        ArrayDataset dataset =
            new ArrayDataset.Builder()
                .setData(data)
                .optLabels(manager.create(labels))
                .setSampling(BATCH, false)
                .build();
        EasyTrain.fit(trainer, 1, dataset, null);
      }
      recorder.close();
    }
    return path;
  }

  /** Returns the largest difference, as a share of the largest magnitude. */
  private static double difference(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    return difference / largest;
  }

  @Test
  void framesAreTheSameExceptForRounding() throws Exception {
    Assumptions.assumeTrue(
        Engine.getAllEngines().contains("MXNet"), "MXNet is not on the class path");
    byte[] weights = initialWeights();
    try (Recording pyTorch = Recording.open(train("PyTorch", weights));
        Recording mxNet = Recording.open(train("MXNet", weights))) {
      assertThat(mxNet.info().layers()).isEqualTo(pyTorch.info().layers());
      assertThat(mxNet.steps()).isEqualTo(pyTorch.steps()).hasSize(STEPS + 1);
      for (int frame : new int[] {0, STEPS}) {
        for (Layer layer : pyTorch.info().layers()) {
          double difference =
              difference(
                  pyTorch.activation(layer.name(), frame), mxNet.activation(layer.name(), frame));
          System.out.printf(
              "frame %d, %s: PyTorch and MXNet differ by %.1e of the largest value%n",
              frame, layer.name(), difference);
          assertThat(difference).isLessThan(frame == 0 ? 1e-5 : 1e-3);
        }
      }
      assertThat(mxNet.weights(0)).isEqualTo(pyTorch.weights(0));
      for (String name : pyTorch.info().series()) {
        for (String column : pyTorch.series(name).columns()) {
          float expected = pyTorch.series(name).column(column)[STEPS];
          assertThat((double) mxNet.series(name).column(column)[STEPS])
              .as("%s of %s", name, column)
              .isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(1));
        }
      }
    }
  }
}
