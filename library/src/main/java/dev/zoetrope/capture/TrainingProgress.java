package dev.zoetrope.capture;

import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import java.util.Map;

/**
 * Knows from what a loop reports how many updates the network has had, and which of them a batch
 * belongs to.
 */
final class TrainingProgress {

  /**
   * The network as it is now.
   *
   * @param updates how many there have been
   * @param epoch of the batches that led to it, from 1; 0 for the untrained network
   * @param metrics of the batches that led to it
   * @param others what further evaluators say of them, by name
   */
  record Point(long updates, long epoch, BatchMetrics metrics, Map<String, Float> others) {}

  /** When batches are reported: EasyTrain does it between the backward pass and the update. */
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

  /** {@code name} tells what is accumulated here from what others accumulate. */
  TrainingProgress(Trainer trainer, String name) {
    counter = new UpdateCounter(trainer);
    meters = new Meters(trainer, name);
  }

  /** Returns the updates there had been when the loop last reported. */
  long updates() {
    return updates;
  }

  /** Returns loss and accuracy of the update under way. */
  BatchMetrics metrics() {
    return meters.values();
  }

  /** Returns whether batches are reported after their update, as far as is known. */
  boolean reportsAfterUpdate() {
    return order == Order.AFTER_UPDATE;
  }

  /** Returns whether the gradients of the update to come are there to be read. */
  boolean gradientsAreThere() {
    return order == Order.UNKNOWN
        || order == Order.BEFORE_UPDATE
        || order == Order.BEFORE_BACKWARD && !counter.gradientsAreGone();
  }

  /**
   * Takes a batch in.
   *
   * @return the network as it is now, if it was not like this at the last report; otherwise null
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
    batchesOfEpoch = 0; // the training of this epoch is over
    meters.addValidation(batch);
  }

  /** Returns the values of a validation that has just ended, by name; empty if there was none. */
  Map<String, Float> onEpoch() {
    completedEpochs++;
    batchesOfEpoch = 0;
    return meters.endValidation();
  }

  /** Returns the values of a validation whose epoch was not reported as ended. */
  Map<String, Float> validation() {
    return meters.endValidation();
  }

  /** Returns the updates there have been, whether the loop reported them or not. */
  long updatesByNow() {
    return counter.updates();
  }

  /** Returns the network as it is at the end; null if training stopped before its next update. */
  Point onTrainingEnd() {
    long now = counter.updates();
    return now > updates || updateEnded ? endUpdate(now) : null;
  }

  /** Returns where training stopped in the middle of something, in words, or null. */
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
