package dev.zoetrope.capture;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;

/**
 * Loss and accuracy of a minibatch, or of the micro-batches that one update was accumulated from.
 *
 * <pre>{@code
 * ActivationRecorder recorder = ActivationRecorder.to(file).probes(images).build();
 * // in the training loop:
 * System.out.printf("loss %.3f%n", recorder.metrics().loss());
 * }</pre>
 *
 * @param loss the trainer's loss
 * @param accuracy the value of the trainer's first accuracy evaluator, 0…1; NaN if there is none.
 *     {@code TopKAccuracy} does not count as one
 */
public record BatchMetrics(float loss, float accuracy) {

  static final BatchMetrics NONE = new BatchMetrics(Float.NaN, Float.NaN);

  /** Computes the metrics of one batch from its predictions, without another forward pass. */
  public static BatchMetrics of(Trainer trainer, BatchData batch) {
    return Meters.of(trainer, batch);
  }
}
