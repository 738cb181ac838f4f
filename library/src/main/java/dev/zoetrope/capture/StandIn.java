package dev.zoetrope.capture;

import ai.djl.nn.Block;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/**
 * Dresses a {@link HookedBlock} as a block of a narrower type, for references that no plain block
 * fits, such as a field of type {@code BatchNorm}. The dress is an instance of a subclass made at
 * run time, in the package of its superclass; its public methods pass on to the hook or, where
 * {@link Block} does not have them, to the block behind it. It shares the block's fields as they
 * were when it was made.
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

  private StandIn() {}

  /** Returns the type to subclass for a reference of this type, or null if there is none. */
  static Class<?> superclass(Class<?> reference, Block block) {
    for (Class<?> type : new Class<?>[] {block.getClass(), reference}) {
      if (!Modifier.isFinal(type.getModifiers()) && !type.isInterface() && canSubclass(type)) {
        return type;
      }
    }
    return null;
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
      for (Class<?> c = superclass; c != Object.class; c = c.getSuperclass()) {
        for (Field field : c.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            field.set(standIn, field.get(hooked.target()));
          }
        }
      }
      field(type, StandInClassFile.HOOKED).set(standIn, hooked);
      field(type, StandInClassFile.TARGET).set(standIn, hooked.target());
      return (Block) standIn;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot stand in for " + superclass, e);
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
