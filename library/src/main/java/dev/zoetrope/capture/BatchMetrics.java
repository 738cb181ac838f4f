package dev.zoetrope.capture;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;

/**
 * Loss and accuracy of a minibatch, or of the micro-batches that one update was accumulated from.
 *
 * @param loss the trainer's loss
 * @param accuracy the value of the trainer's accuracy evaluator, 0…1; NaN if it has none. Of
 *     several it is the first; {@code TopKAccuracy} is none
 */
public record BatchMetrics(float loss, float accuracy) {

  static final BatchMetrics NONE = new BatchMetrics(Float.NaN, Float.NaN);

  /** Computes the metrics from the batch's predictions, without another forward pass. */
  public static BatchMetrics of(Trainer trainer, BatchData batch) {
    return Meters.of(trainer, batch);
  }
}
