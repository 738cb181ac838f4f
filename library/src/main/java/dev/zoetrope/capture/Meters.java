package dev.zoetrope.capture;

import ai.djl.training.Trainer;
import ai.djl.training.evaluator.AbstractAccuracy;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.evaluator.TopKAccuracy;
import ai.djl.training.listener.TrainingListener.BatchData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trainer's loss and evaluators, accumulated as DJL does but under separate keys: over the
 * batches of one update, and over a validation.
 */
final class Meters {

  private static final String VALIDATION = "validation_";

  private final Trainer trainer;
  private final List<Evaluator> evaluators;
  private final Evaluator accuracy;
  private final String key;
  private final String validationKey;
  private int batches;
  private int validationBatches;

  /** {@code name} keeps these accumulators apart from others. */
  Meters(Trainer trainer, String name) {
    this.trainer = trainer;
    key = name + "/train";
    validationKey = name + "/validate";
    evaluators = new ArrayList<>(trainer.getEvaluators());
    accuracy = accuracy(evaluators);
    evaluators.removeIf(evaluator -> !begins(evaluator));
  }

  /** Returns the evaluator to report as accuracy, or null. */
  private static Evaluator accuracy(List<Evaluator> evaluators) {
    return evaluators.stream()
        .filter(e -> e instanceof AbstractAccuracy && !(e instanceof TopKAccuracy))
        .findFirst()
        .orElse(null);
  }

  private boolean begins(Evaluator evaluator) {
    return works(
        evaluator,
        () -> {
          evaluator.addAccumulator(key);
          evaluator.addAccumulator(validationKey);
        });
  }

  /** Runs a task of an evaluator and returns whether it succeeded; if not, training goes on. */
  private static boolean works(Evaluator evaluator, Runnable task) {
    try {
      task.run();
      return true;
    } catch (RuntimeException | Error e) {
      Announcements.warn(
          "evaluator %s is not recorded because it fails: %s"
              .formatted(name(evaluator), Announcements.words(e)));
      return false;
    }
  }

  private static String name(Evaluator evaluator) {
    try {
      return evaluator.getName();
    } catch (RuntimeException | Error e) {
      return evaluator.getClass().getSimpleName();
    }
  }

  /** Adds a batch to the current update. */
  void add(BatchData batch) {
    batches += add(batch, key);
  }

  /** Adds a batch to the current validation. */
  void addValidation(BatchData batch) {
    validationBatches += add(batch, validationKey);
  }

  private int add(BatchData batch, String to) {
    if (batch == null || batch.getLabels() == null || batch.getPredictions() == null) {
      return 0;
    }
    evaluators.removeIf(evaluator -> !isAdded(evaluator, batch, to));
    return batch.getLabels().isEmpty() ? 0 : 1;
  }

  private static boolean isAdded(Evaluator evaluator, BatchData batch, String to) {
    return works(
        evaluator,
        () ->
            batch
                .getLabels()
                .forEach(
                    (device, labels) ->
                        evaluator.updateAccumulator(
                            to, labels, batch.getPredictions().get(device))));
  }

  /** Returns loss and accuracy of the current update. */
  BatchMetrics values() {
    return new BatchMetrics(value(trainer.getLoss()), value(accuracy));
  }

  private float value(Evaluator evaluator) {
    return batches > 0 && evaluators.contains(evaluator) ? value(evaluator, key) : Float.NaN;
  }

  private static float value(Evaluator evaluator, String of) {
    float[] value = {Float.NaN};
    return works(evaluator, () -> value[0] = evaluator.getAccumulator(of)) ? value[0] : Float.NaN;
  }

  /** Returns the values of the other evaluators for the current update, by name. */
  Map<String, Float> others() {
    Map<String, Float> values = new LinkedHashMap<>();
    for (Evaluator evaluator : evaluators) {
      if (batches > 0 && evaluator != trainer.getLoss() && evaluator != accuracy) {
        values.put(unusedName(name(evaluator), values), value(evaluator, key));
      }
    }
    return values;
  }

  private static String unusedName(String name, Map<String, Float> taken) {
    String unused = name == null || name.isEmpty() ? "evaluator" : name;
    for (int number = 2;
        taken.containsKey(unused) || RecorderOptions.isReserved(unused);
        number++) {
      unused = name + "-" + number;
    }
    return unused;
  }

  /** Begins the next update. */
  void reset() {
    batches = 0;
    evaluators.removeIf(evaluator -> !works(evaluator, () -> evaluator.resetAccumulator(key)));
  }

  /** Ends the current validation and returns its values by name. */
  Map<String, Float> endValidation() {
    Map<String, Float> values = new LinkedHashMap<>();
    if (validationBatches > 0) {
      for (Evaluator evaluator : evaluators) {
        String name = evaluator == trainer.getLoss() ? "loss" : name(evaluator);
        values.put(unusedName(VALIDATION + name, values), value(evaluator, validationKey));
      }
      evaluators.removeIf(
          evaluator -> !works(evaluator, () -> evaluator.resetAccumulator(validationKey)));
      validationBatches = 0;
    }
    return values;
  }

  /** Returns loss and accuracy of one batch. */
  static BatchMetrics of(Trainer trainer, BatchData batch) {
    Meters meters = new Meters(trainer, "zoetrope-once");
    meters.add(batch);
    return meters.values();
  }
}
