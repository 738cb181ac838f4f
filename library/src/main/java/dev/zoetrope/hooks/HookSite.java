package dev.zoetrope.hooks;

import ai.djl.Model;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A place in a network where a hook may go: a block and every reference to it. A hook must fit
 * every reference that the parent keeps, since any of them may be the one that the parent calls.
 *
 * <pre>{@code
 * List<HookSite> sites = HookSite.of(BlockNode.listWithRoot(block), BlockSelector.leaves(), null);
 * HookHandle hook = sites.get(0).attach((path, inputs, outputs) -> System.out.println(path));
 * }</pre>
 */
public final class HookSite {

  private final BlockNode node;
  private final List<Slot> slots;
  private final String obstacle;
  private HookedBlock own;

  private HookSite(BlockNode node, List<Slot> slots, String obstacle) {
    this.node = node;
    this.slots = slots;
    this.obstacle = obstacle;
  }

  /** Returns the site of one block in its parent. */
  static HookSite of(BlockNode node) {
    SlotIndex index = SlotIndex.of(node.parent(), node.block());
    return of(node, node.parent(), index.of(node, node.parent(), false), index);
  }

  /**
   * Returns the sites of the chosen blocks. A block whose parent is used in several places has one
   * site, under its first path.
   *
   * @param nodes every block of the network, the root first
   * @param model the model that holds the root, or null; without it, the root gets no site
   */
  public static List<HookSite> of(List<BlockNode> nodes, BlockSelector chosen, Model model) {
    SlotIndex index = model == null ? SlotIndex.of(nodes) : SlotIndex.of(nodes, model);
    IdentityHashMap<Block, Set<Integer>> places = new IdentityHashMap<>();
    IdentityHashMap<Block, String> first = new IdentityHashMap<>();
    nodes.forEach(node -> first.putIfAbsent(node.block(), node.path()));
    List<HookSite> sites = new ArrayList<>();
    for (BlockNode node : nodes) {
      if (!chosen.selects(node) || node.isRoot() && model == null) {
        continue;
      }
      Object holder = node.isRoot() ? model : node.parent();
      if (node.isRoot()
          || places.computeIfAbsent(node.parent(), p -> new HashSet<>()).add(node.index())) {
        boolean isFirst = first.get(node.block()).equals(node.path()) && !node.isRoot();
        sites.add(of(node, holder, index.of(node, holder, isFirst), index));
      }
    }
    return sites;
  }

  private static HookSite of(BlockNode node, Object holder, List<Slot> slots, SlotIndex index) {
    return new HookSite(node, slots, obstacle(node.block(), holder, slots, index));
  }

  private static String obstacle(Block block, Object holder, List<Slot> slots, SlotIndex index) {
    String of = holder.getClass().getSimpleName();
    if (slots.isEmpty()) {
      return index.closed(holder) != null
          ? index.closed(holder)
          : of + " does not keep it in a field, list, map or array";
    }
    for (Slot slot : slots) {
      if (!HookedBlock.canDress(block, slot.type())) {
        return of
            + " calls it as the type "
            + block.getClass().getSimpleName()
            + ", which hooks cannot extend: it is final, sealed or not open";
      }
      if (!slot.isWritable()) {
        return of + " keeps it in a field or list that cannot be changed";
      }
    }
    return null;
  }

  /** Returns the block and its place in the network. */
  public BlockNode node() {
    return node;
  }

  /** Returns why this block cannot be hooked; empty if it can. */
  public Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  /**
   * Attaches a hook here.
   *
   * @throws IllegalStateException if there is an {@link #obstacle}
   */
  public HookHandle attach(ForwardObserver observer) {
    return attach(observer, () -> false);
  }

  /**
   * Attaches a hook that can also make the block run in evaluation mode.
   *
   * @param evaluating called in each forward pass, on its thread; if it returns true, the block
   *     runs in evaluation mode even during training, so it neither draws random numbers nor
   *     updates running statistics
   * @throws IllegalStateException if there is an {@link #obstacle}
   */
  public HookHandle attach(ForwardObserver observer, BooleanSupplier evaluating) {
    if (obstacle != null) {
      throw new IllegalStateException("cannot hook " + node.path() + ": " + obstacle);
    }
    HookedBlock.Hook hook = new HookedBlock.Hook(node.path(), observer, evaluating);
    synchronized (HookedBlock.LOCK) {
      HookedBlock hooked = present();
      hooked.add(hook);
      return new Attached(hooked, hook);
    }
  }

  private record Attached(HookedBlock hooked, HookedBlock.Hook hook) implements HookHandle {

    @Override
    public List<String> paths() {
      return List.of(hook.path());
    }

    @Override
    public void close() {
      hooked.remove(hook);
    }
  }

  private HookedBlock present() {
    for (Slot slot : slots) {
      Block current = slot.get();
      if (current != null
          && StandIn.undress(current) instanceof HookedBlock present
          && present.target() == node.block()) {
        return present;
      }
    }
    if (own == null) {
      own = new HookedBlock(node.block(), slots);
    }
    return own;
  }
}
