package dev.zoetrope.pass;

import ai.djl.nn.Block;
import dev.zoetrope.hooks.BlockNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Saves and restores what blocks keep from a forward pass in their fields, such as attention
 * weights or a call counter, so that the recorder's passes leave no trace. Fields are restored, as
 * are lists and arrays in them. DJL's own blocks keep nothing of the kind.
 */
final class BlockState {

  /** How many levels of nested lists and arrays are restored. */
  private static final int DEPTH = 3;

  /** Longer lists and arrays, such as vocabularies, do not come from a pass. */
  private static final int LARGEST = 1000;

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          List<Field> fields = new ArrayList<>();
          for (Class<?> at = type; at != Object.class && at != null; at = at.getSuperclass()) {
            if (!at.getName().startsWith("ai.djl.")) {
              addOpen(at.getDeclaredFields(), fields);
            }
          }
          return List.copyOf(fields);
        }
      };

  private final List<Runnable> restoring = new ArrayList<>();

  private BlockState() {}

  private static void addOpen(Field[] declared, List<Field> into) {
    for (Field field : declared) {
      boolean held = Modifier.isStatic(field.getModifiers()) || field.isSynthetic();
      if (!held && !Block.class.isAssignableFrom(field.getType()) && field.trySetAccessible()) {
        into.add(field);
      }
    }
  }

  /** Saves the state of these blocks. */
  static BlockState of(List<BlockNode> nodes) {
    BlockState state = new BlockState();
    for (BlockNode node : nodes) {
      for (Field field : FIELDS.get(node.block().getClass())) {
        state.note(field, node.block());
      }
    }
    return state;
  }

  private void note(Field field, Block block) {
    try {
      Object before = field.get(block);
      noteContents(before, DEPTH);
      if (!Modifier.isFinal(field.getModifiers()) && !(before instanceof Block)) {
        restoring.add(() -> restore(field, block, before));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made accessible", e);
    }
  }

  private static void restore(Field field, Block block, Object before) {
    try {
      Object now = field.get(block);
      boolean same = field.getType().isPrimitive() ? now.equals(before) : now == before;
      if (!same && !(now instanceof Block)) {
        field.set(block, before);
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made accessible", e);
    }
  }

  private void noteContents(Object container, int depth) {
    if (depth == 0) {
      return;
    }
    if (container instanceof AtomicInteger number) {
      int before = number.get();
      restoring.add(() -> number.set(before));
    } else if (container instanceof AtomicLong number) {
      long before = number.get();
      restoring.add(() -> number.set(before));
    } else if (container instanceof Object[] array
        && array.length <= LARGEST
        && !(container instanceof Block[])) {
      Object[] before = array.clone();
      restoring.add(() -> restore(array, before));
      for (Object element : before) {
        noteContents(element, depth - 1);
      }
    } else if (container instanceof ArrayList<?> list && list.size() <= LARGEST) {
      noteElements(list, depth);
    }
  }

  private <T> void noteElements(List<T> list, int depth) {
    List<T> before = new ArrayList<>(list);
    if (before.stream().noneMatch(Block.class::isInstance)) {
      restoring.add(() -> restore(list, before));
      before.forEach(element -> noteContents(element, depth - 1));
    }
  }

  private static void restore(Object[] array, Object[] before) {
    for (int i = 0; i < before.length; i++) {
      if (array[i] != before[i] && !(array[i] instanceof Block)) {
        array[i] = before[i];
      }
    }
  }

  private static <T> void restore(List<T> list, Collection<T> before) {
    if (!isSame(list, new ArrayList<>(before))) {
      list.clear();
      list.addAll(before);
    }
  }

  /** Compares by identity, since {@code equals} of the elements is unknown code. */
  private static boolean isSame(List<?> now, List<?> before) {
    if (now.size() != before.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      if (now.get(i) != before.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Restores everything that has changed since. */
  void restore() {
    restoring.forEach(Runnable::run);
  }
}
