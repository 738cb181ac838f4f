package dev.zoetrope.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.util.Utils;
import java.nio.file.AccessDeniedException;
import java.util.Set;
import java.util.TreeSet;

/** Finds engines and devices, with clear errors if one is not available. */
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
    } catch (EngineException | LinkageError e) {
      throw new EngineUnavailableException(
          "engine " + known + " does not load: " + e.getMessage() + remedy(e), e);
    }
  }

  /** Makes an engine the one that DJL uses where none is named. */
  static void useByDefault(String name) throws EngineUnavailableException {
    Engine engine = find(name);
    System.setProperty(
        "ai.djl.default_engine",
        System.getProperty("ai.djl.default_engine", engine.getEngineName()));
  }

  /**
   * Returns what to do: choose another folder if the library exists but could not be unpacked or
   * loaded.
   */
  private static String remedy(Throwable failure) {
    String said = String.valueOf(failure.getMessage());
    if (!said.contains("extract") && !said.contains("load PyTorch native library")) {
      return "; its native library must be on the class path, or DJL needs internet access to download it";
    }
    return " (%s). DJL unpacks it into %s; set DJL_CACHE_DIR to another folder, with 500 MB free and permission to write and to run programs"
        .formatted(reason(failure), Utils.getEngineCacheDir());
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return cause instanceof AccessDeniedException ? line + ": permission denied" : line;
  }

  private static void requireTraining(Engine engine) throws EngineUnavailableException {
    try {
      engine.newGradientCollector().close();
    } catch (UnsupportedOperationException e) {
      throw new EngineUnavailableException(
          "engine %s cannot train; it only runs finished models. Use PyTorch or MXNet"
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
          "no GPU: %s finds none on this machine; use the CPU, or build with the profile gpu for CUDA"
              .formatted(engine.getEngineName()),
          null);
    }
    return Device.gpu();
  }
}
