package dev.zoetrope.capture;

import ai.djl.nn.Block;
import ai.djl.util.PairList;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds every reference that an object keeps to a block: DJL's list of children, which {@code
 * getChildren()} only copies, and fields of its own, through which hand-written blocks call their
 * children.
 */
final class Slots {

  private record Reference(Class<?> type, Supplier<Object> reader, Consumer<Block> writer)
      implements Slot {

    @Override
    public Block get() {
      return (Block) reader.get();
    }

    @Override
    public void set(Block block) {
      writer.accept(block);
    }
  }

  private Slots() {}

  /**
   * Finds the references to a child.
   *
   * @param holder who keeps them
   * @param child the block, without any hook
   * @param index its place in lists of named blocks, where the same block may have several
   * @throws InaccessibleObjectException if the holder's module does not let its fields be read
   */
  static List<Slot> of(Object holder, Block child, int index) {
    List<Slot> slots = new ArrayList<>();
    for (Class<?> c = holder.getClass(); c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && canHold(field.getType(), child)) {
          field.setAccessible(true);
          collect(holder, field, child, index, slots);
        }
      }
    }
    return slots;
  }

  private static boolean canHold(Class<?> type, Block child) {
    return type.isInstance(child)
        || type.isArray() && type.getComponentType().isInstance(child)
        || PairList.class.isAssignableFrom(type)
        || List.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  private static void collect(
      Object holder, Field field, Block child, int index, List<Slot> slots) {
    Object value = read(field, holder);
    if (isHold(value, child)) {
      slots.add(
          new Reference(
              field.getType(), () -> read(field, holder), block -> write(field, holder, block)));
    } else if (value instanceof PairList<?, ?> pairs) {
      if (index < pairs.size() && isHold(pairs.valueAt(index), child)) {
        slots.add(named(pairs, index));
      }
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        if (isHold(list.get(i), child)) {
          slots.add(element(list, i, argument(field, 0)));
        }
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        if (isHold(map.get(key), child)) {
          slots.add(entry(map, key, argument(field, 1)));
        }
      }
    } else if (value instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        if (isHold(array[i], child)) {
          int at = i;
          slots.add(
              new Reference(
                  array.getClass().getComponentType(),
                  () -> array[at],
                  block -> Array.set(array, at, block)));
        }
      }
    }
  }

  private static boolean isHold(Object value, Block child) {
    return value instanceof Block block && HookedBlock.unwrap(block) == child;
  }

  @SuppressWarnings("unchecked")
  private static Slot named(PairList<?, ?> pairs, int index) {
    PairList<Object, Object> open = (PairList<Object, Object>) pairs;
    return new Reference(
        Block.class,
        () -> open.valueAt(index),
        block -> {
          Object name = open.keyAt(index);
          open.remove(index);
          open.add(index, name, block);
        });
  }

  @SuppressWarnings("unchecked")
  private static Slot element(List<?> list, int index, Class<?> type) {
    List<Object> open = (List<Object>) list;
    return new Reference(type, () -> open.get(index), block -> open.set(index, block));
  }

  @SuppressWarnings("unchecked")
  private static Slot entry(Map<?, ?> map, Object key, Class<?> type) {
    Map<Object, Object> open = (Map<Object, Object>) map;
    return new Reference(type, () -> open.get(key), block -> open.put(key, block));
  }

  /** Returns what a container's elements are cast to when read, the narrowest where unknown. */
  private static Class<?> argument(Field field, int index) {
    return field.getGenericType() instanceof ParameterizedType parameterized
            && parameterized.getActualTypeArguments().length > index
        ? erase(parameterized.getActualTypeArguments()[index])
        : Void.class;
  }

  private static Class<?> erase(Type type) {
    if (type instanceof Class<?> plain) {
      return plain;
    }
    if (type instanceof WildcardType wildcard) {
      return erase(wildcard.getUpperBounds()[0]);
    }
    if (type instanceof TypeVariable<?> variable) {
      return erase(variable.getBounds()[0]);
    }
    return type instanceof ParameterizedType generic ? erase(generic.getRawType()) : Void.class;
  }

  private static Object read(Field field, Object holder) {
    try {
      return field.get(holder);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made accessible", e);
    }
  }

  private static void write(Field field, Object holder, Block block) {
    try {
      field.set(holder, block);
    } catch (IllegalAccessException e) {
      throw new UnsupportedOperationException(field + " cannot be changed", e);
    }
  }
}
