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
 * Finds every reference to the blocks of a network: DJL's lists of children, which {@code
 * getChildren()} only copies; fields of blocks, through which blocks that are written by hand call
 * their children; and what lies in lists, maps, arrays and helper objects that such fields hold.
 * Looking changes nothing.
 */
final class SlotIndex {

  private static final int MAX_ELEMENTS = 10_000;
  private static final int MAX_DEPTH = 4;

  /** A reference, who keeps it, and its place in a list of named children or −1. */
  private record Found(Object holder, Slot slot, int index) {}

  private final Set<Object> blocks = Collections.newSetFromMap(new IdentityHashMap<>());
  private final IdentityHashMap<Block, List<Found>> references = new IdentityHashMap<>();
  private final IdentityHashMap<Object, String> closed = new IdentityHashMap<>();

  private SlotIndex() {}

  /**
   * Looks through a network.
   *
   * @param nodes every block of it
   * @param more further objects that may keep references, such as the model that has the root
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

  /** Looks for references to one child in one holder. */
  static SlotIndex of(Object holder, Block child) {
    SlotIndex index = new SlotIndex();
    index.blocks.add(child);
    index.lookInto(holder);
    return index;
  }

  /**
   * Returns the references that belong to a node: those its parent keeps, and for the first node of
   * a block those that others keep. A place in a list of named children belongs to the node of that
   * place alone.
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

  /** Returns why a holder could not be looked into, or null. */
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

  /** Looks at what is no block itself. */
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
      closed.put(holder, "another thread changes a map in it");
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

  /** Returns whether an object may be a block author's own means of keeping blocks together. */
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
