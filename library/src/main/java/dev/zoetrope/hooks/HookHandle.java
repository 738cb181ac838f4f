package dev.zoetrope.hooks;

import java.util.List;

/** Attached hooks. Closing detaches them and restores the network; closing again does nothing. */
public interface HookHandle extends AutoCloseable {

  /** Returns the paths of the hooked blocks. */
  List<String> paths();

  @Override
  void close();
}
