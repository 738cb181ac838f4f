package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import ai.djl.util.PairList;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Makes slots from fields and from elements of containers; containers are never resized. */
final class Slots {

  /**
   * The assumed element type of a container with unknown type arguments: the narrowest type there
   * is.
   */
  static final Class<?>[] UNKNOWN = {Void.class};

  private static final Field PAIR_VALUES = pairValues();

  private record Reference(
      Class<?> type, Supplier<Object> reader, Consumer<Block> writer, BooleanSupplier writable)
      implements Slot {

    @Override
    public Block get() {
      return reader.get() instanceof Block block ? block : null;
    }

    @Override
    public void set(Block block) {
      writer.accept(block);
    }

    @Override
    public boolean isWritable() {
      return writable.getAsBoolean();
    }
  }

  private Slots() {}

  private static Field pairValues() {
    try {
      Field field = PairList.class.getDeclaredField("values");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of DJL keeps children elsewhere", e);
    }
  }

  /** Returns the list of values inside a list of pairs, not a copy. */
  static List<?> valuesOf(PairList<?, ?> pairs) {
    return (List<?>) read(PAIR_VALUES, pairs);
  }

  /** Makes a slot from a field, which must be accessible. */
  static Slot field(Field field, Object object) {
    Class<?> owner = field.getDeclaringClass();
    boolean constant =
        Modifier.isFinal(field.getModifiers()) && (owner.isRecord() || owner.isHidden());
    return new Reference(
        field.getType(),
        () -> read(field, object),
        block -> write(field, object, block),
        () -> !constant);
  }

  @SuppressWarnings("unchecked")
  static Slot element(List<?> list, int index, Class<?> type) {
    List<Object> open = (List<Object>) list;
    return new Reference(
        type,
        () -> index < open.size() ? open.get(index) : null,
        block -> open.set(index, block),
        () -> isWritable(open, open.get(index)));
  }

  /**
   * Tests a list without changing it: sets an element out of range, which only a modifiable list
   * rejects with an index error.
   */
  private static boolean isWritable(List<Object> list, Object element) {
    try {
      list.set(-1, element);
    } catch (IndexOutOfBoundsException e) {
      return true;
    } catch (RuntimeException e) {
      return false;
    }
    return true;
  }

  static Slot element(Object[] array, int index) {
    return new Reference(
        array.getClass().getComponentType(),
        () -> array[index],
        block -> array[index] = block,
        () -> true);
  }

  @SuppressWarnings("unchecked")
  static Slot entry(Map<?, ?> map, Object key, Class<?> type) {
    Map<Object, Object> open = (Map<Object, Object>) map;
    return new Reference(
        type, () -> valueOf(map, key), block -> setValue(open, key, block), () -> isWritable(open));
  }

  /** Reads without {@code get}, which changes the order of some maps. */
  private static Object valueOf(Map<?, ?> map, Object key) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey() == key) {
        return entry.getValue();
      }
    }
    return null;
  }

  private static void setValue(Map<Object, Object> map, Object key, Block block) {
    for (Map.Entry<Object, Object> entry : map.entrySet()) {
      if (entry.getKey() == key) {
        entry.setValue(block);
        return;
      }
    }
  }

  /**
   * Recognizes maps with writable entries by class; trying it out would call {@code equals} of
   * unknown values.
   */
  private static boolean isWritable(Map<?, ?> map) {
    return map instanceof HashMap
        || map instanceof TreeMap
        || map instanceof IdentityHashMap
        || map instanceof ConcurrentHashMap
        || map instanceof Hashtable
        || map instanceof EnumMap;
  }

  /** Returns the types to which the keys or elements of a field's container are cast when read. */
  static Class<?>[] arguments(Field field) {
    if (!(field.getGenericType() instanceof ParameterizedType type)) {
      return UNKNOWN;
    }
    Type[] arguments = type.getActualTypeArguments();
    Class<?>[] erased = new Class<?>[arguments.length];
    for (int i = 0; i < erased.length; i++) {
      erased[i] = erase(arguments[i]);
    }
    return erased;
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

  private static Object read(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was made accessible", e);
    }
  }

  private static void write(Field field, Object object, Block block) {
    try {
      field.set(object, block);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " cannot be changed", e);
    }
  }
}
