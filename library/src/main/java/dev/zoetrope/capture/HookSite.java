package dev.zoetrope.capture;

import ai.djl.nn.Block;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.Optional;

/**
 * A place in a network where a hook may go: a block and every reference that its holder keeps to
 * it. All of them must be fit for a hook, since nobody knows which of them the holder calls.
 */
final class HookSite {

  private final BlockNode node;
  private final List<Slot> slots;
  private final String obstacle;

  private HookSite(BlockNode node, List<Slot> slots, String obstacle) {
    this.node = node;
    this.slots = slots;
    this.obstacle = obstacle;
  }

  /** Looks at a block's place. {@code holder} is its parent, or the model that has the root. */
  static HookSite of(BlockNode node, Object holder) {
    try {
      List<Slot> slots = Slots.of(holder, node.block(), Math.max(0, node.index()));
      return new HookSite(node, slots, obstacle(node.block(), holder, slots));
    } catch (InaccessibleObjectException e) {
      return new HookSite(
          node,
          List.of(),
          "the package of %s is not open to %s"
              .formatted(holder.getClass().getName(), HookSite.class.getModule()));
    }
  }

  private static String obstacle(Block block, Object holder, List<Slot> slots) {
    String of = holder.getClass().getSimpleName();
    if (slots.isEmpty()) {
      return of + " has it in no field, list, map or array";
    }
    for (Slot slot : slots) {
      if (!slot.type().isAssignableFrom(HookedBlock.class)
          && StandIn.superclass(slot.type(), block) == null) {
        return of
            + " calls it as the type "
            + block.getClass().getSimpleName()
            + ", which no hook can have: it is final, sealed or not open";
      }
      Block current = slot.get();
      try {
        slot.set(current);
      } catch (UnsupportedOperationException e) {
        return of + " has it in a field or list that cannot be changed";
      }
    }
    return null;
  }

  BlockNode node() {
    return node;
  }

  /** Returns why no hook can be here, if so. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /** Returns the hook that is here, or puts one here. */
  HookedBlock hooked() {
    for (Slot slot : slots) {
      if (StandIn.undress(slot.get()) instanceof HookedBlock present) {
        return present;
      }
    }
    return HookedBlock.install(node.block(), slots);
  }
}
