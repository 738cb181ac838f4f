package dev.zoetrope.hooks;

import ai.djl.ndarray.NDList;

/**
 * Is called after every forward pass through a hooked block.
 *
 * <pre>{@code
 * ForwardObserver shapes =
 *     (path, inputs, outputs) -> System.out.println(path + " " + outputs.head().getShape());
 * }</pre>
 */
@FunctionalInterface
public interface ForwardObserver {

  /**
   * Called after the block has run, on the thread that runs it. The arrays belong to the network:
   * do not close them, and copy what you need after the call. An exception thrown here ends the
   * forward pass.
   *
   * @param path the block's path
   * @param inputs the block's inputs, batch axis first unless the network does otherwise
   * @param outputs the block's outputs, laid out likewise
   */
  void onForward(String path, NDList inputs, NDList outputs);
}
