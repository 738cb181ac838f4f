package dev.zoetrope.pass;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;

/** Runs a network once, without gradients. */
final class ForwardPass {

  private final Network network;
  private final Autograd autograd;

  ForwardPass(Network network) {
    this.network = network;
    autograd = Autograd.of(network.manager().getEngine());
  }

  /** Returns the network's outputs. */
  NDList run(RunMode mode, NDList data, NDList labels) {
    Block root = network.root();
    NDList[] outputs = {null};
    autograd.runOff(
        () ->
            outputs[0] =
                switch (mode) {
                  case EVALUATION -> root.forward(network.parameters(), data, false, null);
                  case LABELS -> root.forward(network.parameters(), data, labels, null);
                  case TRAINING -> root.forward(network.parameters(), data, true, null);
                });
    return outputs[0];
  }
}
