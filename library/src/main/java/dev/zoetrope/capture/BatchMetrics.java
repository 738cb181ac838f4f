package dev.zoetrope.capture;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.AbstractAccuracy;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.listener.TrainingListener.BatchData;

/**
 * Loss and accuracy of one minibatch, averaged over the devices that share it.
 *
 * @param loss the trainer's loss
 * @param accuracy share classified correctly, 0…1; NaN if the trainer has no accuracy evaluator
 */
public record BatchMetrics(float loss, float accuracy) {

  static final BatchMetrics NONE = new BatchMetrics(Float.NaN, Float.NaN);

  /** Computes the metrics from the batch's predictions, without another forward pass. */
  public static BatchMetrics of(Trainer trainer, BatchData batch) {
    Evaluator accuracy = null;
    for (Evaluator evaluator : trainer.getEvaluators()) {
      if (evaluator instanceof AbstractAccuracy) {
        accuracy = evaluator;
      }
    }
    float loss = 0;
    float correct = 0;
    long labels = 0;
    for (Device device : batch.getLabels().keySet()) {
      NDList expected = batch.getLabels().get(device);
      NDList predictions = batch.getPredictions().get(device);
      loss += sum(trainer.getLoss(), expected, predictions);
      correct += accuracy == null ? Float.NaN : sum(accuracy, expected, predictions);
      labels += expected.get(0).size();
    }
    return new BatchMetrics(loss / batch.getLabels().size(), correct / labels);
  }

  private static float sum(Evaluator evaluator, NDList labels, NDList predictions) {
    try (NDArray values = evaluator.evaluate(labels, predictions);
        NDArray floats = values.toType(DataType.FLOAT32, true);
        NDArray sum = floats.sum()) {
      return sum.getFloat();
    }
  }
}
