package dev.zoetrope.capture;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;

/**
 * Runs a trainer's network once, with the parameters that the trainer updates, without gradients.
 */
final class ForwardPass {

  /** How the network is run. */
  enum Mode {
    /** As for predictions. */
    EVALUATION,
    /** With labels, which some networks need. DJL supports this in training only. */
    LABELS,
    /** As for training, for networks that support nothing else. */
    TRAINING
  }

  private final Trainer trainer;
  private final ParameterStore parameters;
  private final Autograd autograd;

  ForwardPass(Trainer trainer) {
    this.trainer = trainer;
    parameters = new TrainedParameters(trainer).store();
    autograd = Autograd.of(trainer.getManager().getEngine());
  }

  /** Returns the network's outputs. */
  NDList run(Mode mode, NDList data, NDList labels) {
    Block root = trainer.getModel().getBlock();
    NDList[] outputs = {null};
    autograd.runOff(
        () ->
            outputs[0] =
                switch (mode) {
                  case EVALUATION -> root.forward(parameters, data, false, null);
                  case LABELS -> root.forward(parameters, data, labels, null);
                  case TRAINING -> root.forward(parameters, data, true, null);
                });
    return outputs[0];
  }
}
