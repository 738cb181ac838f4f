package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/**
 * Dresses a {@link HookedBlock} as a block of its target's type, since whoever meets it may count
 * on that: a field of type {@code BatchNorm}, a parent that casts its children, code that clips the
 * weights of each {@code Linear}. The dress is an instance of a subclass made at run time, in the
 * package of its superclass; its public methods pass on to the hook or, where {@link Block} does
 * not have them, to the block behind it. It has the block's fields as they were when it took its
 * place.
 */
final class StandIn {

  private static final ClassValue<Class<?>> SUBCLASSES =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          try {
            StandIn.class.getModule().addReads(type.getModule());
            // Not a hidden class, which no other module than the type's own may define.
            return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                .defineClass(StandInClassFile.of(type));
          } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(e);
          }
        }
      };

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          List<Field> fields = new ArrayList<>();
          for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
              if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                fields.add(field);
              }
            }
          }
          return fields;
        }
      };

  private StandIn() {}

  /** Returns the type to subclass for a reference of this type, or null if there is none. */
  static Class<?> superclass(Class<?> reference, Block block) {
    if (!hasFinalizer(block.getClass())) {
      for (Class<?> type : new Class<?>[] {block.getClass(), reference}) {
        if (!Modifier.isFinal(type.getModifiers())
            && !type.isInterface()
            && Block.class.isAssignableFrom(type)
            && canSubclass(type)) {
          return type;
        }
      }
    }
    return null;
  }

  /** Whoever frees native memory when he is collected would do it twice. */
  private static boolean hasFinalizer(Class<?> type) {
    for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
      for (Method method : c.getDeclaredMethods()) {
        if (method.getName().equals("finalize") && method.getParameterCount() == 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean canSubclass(Class<?> type) {
    try {
      return SUBCLASSES.get(type) != null;
    } catch (IllegalArgumentException | LinkageError e) {
      return false; // sealed, or in a module that is closed to this one
    }
  }

  /** Makes a stand-in of that type, which {@link #superclass} has returned. */
  static Block create(Class<?> superclass, HookedBlock hooked) {
    try {
      Class<?> type = SUBCLASSES.get(superclass);
      Object standIn = Allocator.allocate(type);
      field(type, StandInClassFile.HOOKED).set(standIn, hooked);
      field(type, StandInClassFile.TARGET).set(standIn, hooked.target());
      return (Block) standIn;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot stand in for " + superclass, e);
    }
  }

  /** Copies the block's fields as they are now. */
  static void bringUpToDate(Block standIn, Class<?> superclass, Block target) {
    try {
      for (Field field : FIELDS.get(superclass)) {
        field.set(standIn, field.get(target));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible", e);
    }
  }

  /** Returns the hook behind a stand-in, or the block itself if it is none. */
  static Block undress(Block block) {
    if (!block.getClass().getName().endsWith(StandInClassFile.SUFFIX)) {
      return block;
    }
    try {
      return (Block) field(block.getClass(), StandInClassFile.HOOKED).get(block);
    } catch (NoSuchFieldException e) {
      return block; // someone else's class of that name
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible", e);
    }
  }

  private static Field field(Class<?> type, String name) throws NoSuchFieldException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }

  /** Makes objects without running constructors, whose arguments nobody knows here. */
  private static final class Allocator {
    private static final Object UNSAFE;
    private static final Method ALLOCATE;

    static {
      try {
        // Named by reflection, since the compiler warns of this class and lets nobody silence it.
        Class<?> type = Class.forName("sun.misc.Unsafe");
        UNSAFE = field(type, "theUnsafe").get(null);
        ALLOCATE = type.getMethod("allocateInstance", Class.class);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the module jdk.unsupported is missing", e);
      }
    }

    static Object allocate(Class<?> type) throws ReflectiveOperationException {
      try {
        return ALLOCATE.invoke(UNSAFE, type);
      } catch (InvocationTargetException e) {
        throw new ReflectiveOperationException(e.getCause());
      }
    }
  }
}
