package dev.zoetrope.capture;

import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.pass.RunMode;
import dev.zoetrope.recording.LeftOut;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.List;

/** Log messages of a recorder, each written once, when its event happens. */
final class Announcements {

  private static final Logger LOGGER = System.getLogger(ActivationRecorder.class.getName());

  private Announcements() {}

  static void warn(String message) {
    log(Logger.Level.WARNING, message, null);
  }

  /** Logs a message; a logger that fails must not disturb training. */
  private static void log(Logger.Level level, String message, Throwable thrown) {
    try {
      LOGGER.log(level, message, thrown);
    } catch (RuntimeException | Error e) {
      // Nowhere left to report it.
    }
  }

  /** Returns the text of a throwable, even if its own {@code toString} fails. */
  static String words(Throwable thrown) {
    try {
      return String.valueOf(thrown);
    } catch (RuntimeException | Error e) {
      return thrown.getClass().getName();
    }
  }

  /** Logs, as recording begins, whatever the user may not expect. */
  static void beginning(FrameTaker taker) {
    if (!taker.leftOut().isEmpty()) {
      warn(
          "%s %s recorded, and these are not: %s"
              .formatted(
                  taker.layers().size(),
                  taker.layers().size() == 1 ? "layer is" : "layers are",
                  text(taker.leftOut())));
    }
    if (!taker.varying().isEmpty()) {
      warn(
          "these give different outputs for the same probes, so the network draws random numbers or keeps state when it runs; training will not end with the same weights as without a recorder: "
              + (taker.varying().contains(BlockNode.ROOT)
                  ? "the network as a whole"
                  : String.join(", ", taker.varying())));
    }
    taker.remarkOnWeights().ifPresent(remark -> log(Logger.Level.INFO, remark, null));
    if (taker.mode() != RunMode.EVALUATION) {
      log(
          Logger.Level.INFO,
          "the probes are run %s; meanwhile, blocks without children work as in evaluation"
              .formatted(text(taker.mode())),
          null);
    }
  }

  static String text(RunMode mode) {
    return mode == RunMode.LABELS ? "with labels" : "as in training";
  }

  private static String text(List<LeftOut> leftOut) {
    return String.join(
        "; ", leftOut.stream().map(left -> left.layer() + ", " + left.reason()).toList());
  }

  static void lost(List<LeftOut> layers) {
    if (!layers.isEmpty()) {
      warn("not recorded from now on: " + text(layers));
    }
  }

  static void reportsAfterUpdate(long firstStep, boolean wantsGradients) {
    warn(
        "batches are reported after trainer.step(): frames begin with step %s%s. Call the listeners before trainer.step() to have %s"
            .formatted(
                firstStep,
                wantsGradients
                    ? ", and gradients are not recorded, since they have been cleared by then"
                    : "",
                wantsGradients ? "both" : "step 0 too"));
  }

  static void gradientsMissed() {
    warn(
        "batches are reported before the backward pass, so gradients are not recorded. Call the"
            + " listeners between the backward pass and trainer.step() to have them");
  }

  static void overhead(String report) {
    log(Logger.Level.INFO, report, null);
  }

  static void neverCalled(String message) {
    warn(message);
  }

  static void notDeveloped(Object recording) {
    log(
        Logger.Level.INFO,
        "%s is not developed to the end; zoetrope develop goes on".formatted(recording),
        null);
  }

  static void failed(Object what, Exception failure) {
    String message =
        "recording of %s has stopped, training goes on: %s".formatted(what, failure.getMessage());
    // Unforeseen failures are logged with their stack trace.
    boolean isForeseen =
        failure instanceof IOException
            || (failure instanceof IllegalStateException && !(failure.getCause() instanceof Error));
    log(Logger.Level.WARNING, message, isForeseen ? null : failure);
  }
}
