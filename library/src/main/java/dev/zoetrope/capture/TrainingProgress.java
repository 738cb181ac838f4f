package dev.zoetrope.capture;

import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import java.util.Map;

/**
 * Tracks, from what the training loop reports, how many updates there have been and to which update
 * each batch belongs.
 */
final class TrainingProgress {

  /**
   * A state of the network.
   *
   * @param updates the number of updates so far
   * @param epoch the epoch of the batches that led to it, from 1; 0 for the untrained network
   * @param metrics loss and accuracy of the batches that led to it
   * @param others the values of further evaluators for these batches, by name
   */
  record Point(long updates, long epoch, BatchMetrics metrics, Map<String, Float> others) {}

  /** When the loop reports batches; EasyTrain does so between the backward pass and the update. */
  private enum Order {
    UNKNOWN,
    BEFORE_BACKWARD,
    BEFORE_UPDATE,
    AFTER_UPDATE
  }

  private final UpdateCounter counter;
  private final Meters meters;
  private Order order = Order.UNKNOWN;
  private boolean begun;
  private boolean fitted;
  private boolean updateEnded;
  private long updates;
  private int pendingBatches;
  private long batchesOfEpoch;
  private long completedEpochs;
  private long epoch;

  /** {@code name} keeps values accumulated here apart from others. */
  TrainingProgress(Trainer trainer, String name) {
    counter = new UpdateCounter(trainer);
    meters = new Meters(trainer, name);
  }

  /** Returns the number of updates at the loop's last report. */
  long updates() {
    return updates;
  }

  /** Returns loss and accuracy of the current update. */
  BatchMetrics metrics() {
    return meters.values();
  }

  /** Returns whether batches are known to be reported after their update. */
  boolean reportsAfterUpdate() {
    return order == Order.AFTER_UPDATE;
  }

  /** Returns whether the gradients of the next update can be read now. */
  boolean gradientsAreThere() {
    return order == Order.UNKNOWN
        || order == Order.BEFORE_UPDATE
        || order == Order.BEFORE_BACKWARD && !counter.gradientsAreGone();
  }

  /**
   * Handles a batch.
   *
   * @return the network's state, if it has changed since the last report; otherwise null
   */
  Point onTrainingBatch(BatchData batch) {
    long now = counter.updates();
    boolean first = !begun;
    boolean updated = now > updates;
    if (first) {
      begun = true;
      fitted = isDrivenByEasyTrain("fit");
      if (fitted || isDrivenByEasyTrain("trainBatch")) {
        order = Order.BEFORE_UPDATE;
      } else if (counter.hasNone() && counter.gradientsAreGone()) {
        order = Order.BEFORE_BACKWARD;
      }
    }
    if (updated && order == Order.UNKNOWN) {
      order = first || counter.gradientsAreGone() ? Order.AFTER_UPDATE : Order.BEFORE_UPDATE;
    }
    if (updated && order == Order.AFTER_UPDATE) {
      add(batch);
      return endUpdate(now);
    }
    Point point =
        updated ? endUpdate(now) : first ? new Point(0, 0, BatchMetrics.NONE, Map.of()) : null;
    add(batch);
    return point;
  }

  private static boolean isDrivenByEasyTrain(String method) {
    return StackWalker.getInstance()
        .walk(
            calls ->
                calls.anyMatch(
                    call ->
                        call.getClassName().equals(EasyTrain.class.getName())
                            && call.getMethodName().equals(method)));
  }

  private Point endUpdate(long now) {
    updates = now;
    pendingBatches = 0;
    updateEnded = true;
    return new Point(updates, epoch, meters.values(), meters.others());
  }

  private void add(BatchData batch) {
    if (updateEnded) {
      meters.reset();
      updateEnded = false;
    }
    meters.add(batch);
    pendingBatches++;
    batchesOfEpoch++;
    epoch = completedEpochs + 1;
  }

  void onValidationBatch(BatchData batch) {
    batchesOfEpoch = 0; // training of this epoch has ended
    meters.addValidation(batch);
  }

  /** Returns the values of a validation that has just ended, by name; empty if there was none. */
  Map<String, Float> onEpoch() {
    completedEpochs++;
    batchesOfEpoch = 0;
    return meters.endValidation();
  }

  /** Returns the values of a validation whose epoch end was not reported. */
  Map<String, Float> validation() {
    return meters.endValidation();
  }

  /** Returns the number of updates so far, whether the loop has reported them or not. */
  long updatesByNow() {
    return counter.updates();
  }

  /** Returns the network's final state; null if training stopped before its next update. */
  Point onTrainingEnd() {
    long now = counter.updates();
    return now > updates || updateEnded ? endUpdate(now) : null;
  }

  /** Returns a description of where training stopped if it stopped halfway, or null. */
  String unfinished() {
    if (pendingBatches > 0 && order != Order.AFTER_UPDATE) {
      return "ended inside a batch, after " + updatesInWords();
    }
    return batchesOfEpoch > 0 && (fitted || completedEpochs > 0)
        ? "ended inside epoch %s, after %s".formatted(completedEpochs + 1, updatesInWords())
        : null;
  }

  String updatesInWords() {
    return updates + (updates == 1 ? " update" : " updates");
  }
}
