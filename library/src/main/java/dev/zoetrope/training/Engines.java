package dev.zoetrope.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.Set;
import java.util.TreeSet;

/** Finds engines and devices, and says clearly if one is not available. */
final class Engines {

  private Engines() {}

  static Engine find(String name) throws EngineUnavailableException {
    Set<String> present = new TreeSet<>(Engine.getAllEngines());
    String known = present.stream().filter(name::equalsIgnoreCase).findFirst().orElse(null);
    if (known == null) {
      throw new EngineUnavailableException(
          "engine %s is not on the class path; there is %s"
              .formatted(name, present.isEmpty() ? "none" : String.join(", ", present)),
          null);
    }
    try {
      Engine engine = Engine.getEngine(known);
      requireTraining(engine);
      return engine;
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new EngineUnavailableException(
          "engine %s does not load: %s; its native library must be on the class path, or the internet"
                  .formatted(known, e.getMessage())
              + " within reach so that DJL can fetch it",
          e);
    }
  }

  private static void requireTraining(Engine engine) throws EngineUnavailableException {
    try {
      engine.newGradientCollector().close();
    } catch (UnsupportedOperationException e) {
      throw new EngineUnavailableException(
          "engine %s cannot train, it runs finished models only; use PyTorch or MXNet"
              .formatted(engine.getEngineName()),
          e);
    }
  }

  static Device device(Engine engine, String name) throws EngineUnavailableException {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (engine.getGpuCount() == 0) {
      throw new EngineUnavailableException(
          "no GPU: %s finds none on this machine; use the CPU, or a build with the profile gpu for CUDA"
              .formatted(engine.getEngineName()),
          null);
    }
    return Device.gpu();
  }
}
