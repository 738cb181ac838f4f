package dev.zoetrope.capture;

import ai.djl.engine.Engine;
import java.lang.reflect.Method;

/**
 * Runs code that builds no gradients. PyTorch's mode belongs to the thread, and {@code training =
 * false} does not touch it; DJL's API has no switch, so this reaches for the engine's own. Other
 * engines record inside a gradient collector only.
 */
final class Autograd {

  private static final String PYTORCH = "PyTorch";

  private Autograd() {}

  /** Runs with gradients off on this thread, and leaves the mode as it was. */
  static void off(Engine engine, Runnable task) {
    if (!engine.getEngineName().equals(PYTORCH)) {
      task.run();
      return;
    }
    try {
      Class<?> jni =
          Class.forName("ai.djl.pytorch.jni.JniUtils", true, engine.getClass().getClassLoader());
      Method set = jni.getMethod("setGradMode", boolean.class);
      boolean before = (boolean) jni.getMethod("isGradMode").invoke(null);
      set.invoke(null, false);
      try {
        task.run();
      } finally {
        set.invoke(null, before);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of DJL's PyTorch engine is not known", e);
    }
  }
}
