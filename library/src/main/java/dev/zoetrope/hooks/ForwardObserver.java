package dev.zoetrope.hooks;

import ai.djl.ndarray.NDList;

/** Hears of every forward pass through a hooked block. */
@FunctionalInterface
public interface ForwardObserver {

  /**
   * Called after the block has run, on the thread that runs it. The arrays belong to the network:
   * copy what must outlive the call, and close nothing. What it throws ends the forward pass.
   *
   * @param path the block's path
   * @param inputs what went in
   * @param outputs what came out
   */
  void onForward(String path, NDList inputs, NDList outputs);
}
