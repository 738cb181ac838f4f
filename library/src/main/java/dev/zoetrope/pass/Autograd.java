package dev.zoetrope.pass;

import ai.djl.engine.Engine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Runs code without recording gradients. In PyTorch, gradient mode is per thread and {@code
 * training = false} does not change it. DJL's API cannot switch it off, so this calls the engine
 * directly. Other engines record only inside a gradient collector.
 */
public final class Autograd {

  private static final String PYTORCH = "PyTorch";

  private final MethodHandle isOn;
  private final MethodHandle set;

  private Autograd(MethodHandle isOn, MethodHandle set) {
    this.isOn = isOn;
    this.set = set;
  }

  /** Returns the switch of this engine. */
  public static Autograd of(Engine engine) {
    if (!engine.getEngineName().equals(PYTORCH)) {
      return new Autograd(null, null);
    }
    try {
      Class<?> jni =
          Class.forName("ai.djl.pytorch.jni.JniUtils", true, engine.getClass().getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      return new Autograd(
          lookup.findStatic(jni, "isGradMode", MethodType.methodType(boolean.class)),
          lookup.findStatic(jni, "setGradMode", MethodType.methodType(void.class, boolean.class)));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this version of DJL's PyTorch engine is not supported", e);
    }
  }

  /** Runs a task with gradients off on this thread, then restores the mode. */
  public void runOff(Runnable task) {
    if (set == null) {
      task.run();
      return;
    }
    boolean before = isOn();
    set(false);
    try {
      task.run();
    } finally {
      set(before);
    }
  }

  private boolean isOn() {
    try {
      return (boolean) isOn.invokeExact();
    } catch (Throwable e) {
      throw new IllegalStateException("cannot ask the engine whether gradients are on", e);
    }
  }

  private void set(boolean on) {
    try {
      set.invokeExact(on);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot switch gradients on or off in the engine", e);
    }
  }
}
