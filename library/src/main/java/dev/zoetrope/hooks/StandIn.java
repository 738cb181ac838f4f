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
 * Makes a {@link HookedBlock} look like its target, since other code may rely on the target's type:
 * a field of type {@code BatchNorm}, a parent that casts its children, code that clips the weights
 * of each {@code Linear}. A stand-in is an instance of a subclass that is generated at run time, in
 * the package of its superclass. Its public methods delegate to the hook or, if {@link Block} does
 * not declare them, to the block behind it. Its fields hold the block's values from when it was put
 * in place.
 */
final class StandIn {

  private static final ClassValue<Class<?>> SUBCLASSES =
      new ClassValue<>() {
        @Override
        protected Class<?> computeValue(Class<?> type) {
          try {
            StandIn.class.getModule().addReads(type.getModule());
            // Not a hidden class: only the type's own module could define one.
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

  /** Returns the class to extend for a reference of this type, or null if there is none. */
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

  /** A finalizer that frees native memory would free it twice. */
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

  /** Makes a stand-in that extends the class that {@link #superclass} returned. */
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

  /** Copies the current values of the block's fields. */
  static void bringUpToDate(Block standIn, Class<?> superclass, Block target) {
    try {
      for (Field field : FIELDS.get(superclass)) {
        field.set(standIn, field.get(target));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible", e);
    }
  }

  /** Returns the hook behind a stand-in, or the block itself if it is not one. */
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

  /** Makes objects without running a constructor, whose arguments are unknown. */
  private static final class Allocator {
    private static final Object UNSAFE;
    private static final Method ALLOCATE;

    static {
      try {
        // By reflection, since the compiler's warning about this class cannot be suppressed.
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
