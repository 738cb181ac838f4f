package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import ai.djl.util.PairList;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds every reference to the blocks of a network: in DJL's lists of children, of which {@code
 * getChildren()} returns copies; in fields, through which handwritten blocks call their children;
 * and in lists, maps, arrays and helper objects in such fields. The search changes nothing.
 */
final class SlotIndex {

  private static final int MAX_ELEMENTS = 10_000;
  private static final int MAX_DEPTH = 4;

  /** A reference, the object that keeps it, and its index in a list of named children, or −1. */
  private record Found(Object holder, Slot slot, int index) {}

  private final Set<Object> blocks = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Block, List<Found>> references = new IdentityHashMap<>();
  private final IdentityHashMap<Object, String> closed = new IdentityHashMap<>();

  private SlotIndex() {}

  /**
   * Searches a network.
   *
   * @param nodes all its blocks
   * @param more further objects that may keep references, such as the model that holds the root
   */
  static SlotIndex of(List<BlockNode> nodes, Object... more) {
    SlotIndex index = new SlotIndex();
    nodes.forEach(node -> index.blocks.add(node.block()));
    Set<Object> holders = Collections.newSetFromMap(new IdentityHashMap<>());
    nodes.forEach(node -> holders.add(node.block()));
    holders.addAll(List.of(more));
    holders.forEach(index::lookInto);
    return index;
  }

  /** Searches one holder for references to one child. */
  static SlotIndex of(Object holder, Block child) {
    SlotIndex index = new SlotIndex();
    index.blocks.add(child);
    index.lookInto(holder);
    return index;
  }

  /**
   * Returns the references that belong to a node: those that its parent keeps and, for the first
   * node of a block, those that other objects keep. An entry in a list of named children belongs
   * only to the node at that index.
   */
  List<Slot> of(BlockNode node, Object holder, boolean withOthers) {
    List<Slot> slots = new ArrayList<>();
    for (Found found : references.getOrDefault(node.block(), List.of())) {
      boolean own = found.holder == holder && (found.index < 0 || found.index == node.index());
      if (own || withOthers && found.holder != holder && found.index < 0) {
        slots.add(found.slot);
      }
    }
    return slots;
  }

  /** Returns why a holder could not be searched, or null. */
  String closed(Object holder) {
    return closed.get(holder);
  }

  private void lookInto(Object holder) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    seen.add(holder);
    lookInto(holder, holder, seen, 0);
  }

  private void lookInto(Object holder, Object object, Set<Object> seen, int depth) {
    for (Class<?> c = object.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            lookAt(holder, field, field.get(object), object, seen, depth);
          } catch (InaccessibleObjectException e) {
            if (canHoldBlocks(field.getType())) {
              closed.put(
                  holder,
                  "the package of %s is not open to %s"
                      .formatted(c.getName(), SlotIndex.class.getModule()));
            }
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " was made accessible", e);
          }
        }
      }
    }
  }

  private static boolean canHoldBlocks(Class<?> type) {
    return Block.class.isAssignableFrom(type)
        || type.isAssignableFrom(Block.class)
        || PairList.class.isAssignableFrom(type)
        || List.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  private void lookAt(
      Object holder, Field field, Object value, Object object, Set<Object> seen, int depth) {
    if (value instanceof Block block) {
      note(holder, block, Slots.field(field, object), -1);
    } else {
      lookAt(holder, value, Slots.arguments(field), seen, depth + 1);
    }
  }

  /** Searches a value that is not itself a block. */
  private void lookAt(Object holder, Object value, Class<?>[] types, Set<Object> seen, int depth) {
    if (value == null || depth > MAX_DEPTH || !seen.add(value)) {
      return;
    }
    if (value instanceof PairList<?, ?> pairs) {
      List<?> values = Slots.valuesOf(pairs);
      for (int i = 0; i < values.size(); i++) {
        element(holder, values.get(i), Slots.element(values, i, Block.class), i, seen, depth);
      }
    } else if (value instanceof List<?> list && isOfJdk(value) && list.size() <= MAX_ELEMENTS) {
      for (int i = 0; i < list.size(); i++) {
        element(holder, list.get(i), Slots.element(list, i, types[0]), -1, seen, depth);
      }
    } else if (value instanceof Map<?, ?> map && isOfJdk(value) && map.size() <= MAX_ELEMENTS) {
      lookAtEntries(holder, map, types[types.length - 1], seen, depth);
    } else if (value instanceof Object[] array && array.length <= MAX_ELEMENTS) {
      for (int i = 0; i < array.length; i++) {
        element(holder, array[i], Slots.element(array, i), -1, seen, depth);
      }
    } else if (isHelper(value)) {
      lookInto(holder, value, seen, depth);
    }
  }

  private void lookAtEntries(
      Object holder, Map<?, ?> map, Class<?> type, Set<Object> seen, int depth) {
    try {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Slot slot = Slots.entry(map, entry.getKey(), type);
        element(holder, entry.getValue(), slot, -1, seen, depth);
      }
    } catch (ConcurrentModificationException e) {
      closed.put(holder, "another thread is changing a map in it");
    }
  }

  private void element(
      Object holder, Object value, Slot slot, int index, Set<Object> seen, int depth) {
    if (value instanceof Block block) {
      note(holder, block, slot, index);
    } else {
      lookAt(holder, value, Slots.UNKNOWN, seen, depth + 1);
    }
  }

  private void note(Object holder, Block block, Slot slot, int index) {
    Block real = HookedBlock.unwrap(block);
    if (blocks.contains(real)) {
      references.computeIfAbsent(real, b -> new ArrayList<>()).add(new Found(holder, slot, index));
    }
  }

  private static boolean isOfJdk(Object value) {
    return value.getClass().getModule() == Object.class.getModule();
  }

  /** Returns whether an object may be a helper in which a block's author keeps child blocks. */
  private static boolean isHelper(Object value) {
    Class<?> type = value.getClass();
    return !type.isArray()
        && !type.isEnum()
        && !type.isHidden()
        && !isOfJdk(value)
        && type.getClassLoader() != null
        && !type.getName().startsWith("ai.djl.");
  }
}
