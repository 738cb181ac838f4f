package dev.zoetrope.hooks;

import java.util.List;

/**
 * Attached hooks. Closing detaches them and restores the network, from any thread; closing again
 * does nothing.
 *
 * <pre>{@code
 * try (HookHandle hooks = ForwardHooks.on(block).observe((path, inputs, outputs) -> {})) {
 *   System.out.println(hooks.paths());
 * }
 * }</pre>
 */
public interface HookHandle extends AutoCloseable {

  /** Returns the paths of the hooked blocks. */
  List<String> paths();

  @Override
  void close();
}
