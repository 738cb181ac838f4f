package dev.zoetrope.replay;

import dev.zoetrope.hooks.BlockSelector;
import java.util.List;

/**
 * Which layers are wanted.
 *
 * @param globs patterns that each must choose some; empty if a selector chose the layers
 * @param selector chooses the blocks
 */
record LayerChoice(List<String> globs, BlockSelector selector) {

  static final LayerChoice LEAVES = new LayerChoice(List.of(), BlockSelector.leaves());
  static final LayerChoice ROOT = new LayerChoice(List.of(), BlockSelector.root());

  static LayerChoice of(String... globs) {
    BlockSelector any = node -> false;
    for (String glob : globs) {
      any = any.or(BlockSelector.glob(glob));
    }
    return new LayerChoice(List.of(globs), any);
  }
}
