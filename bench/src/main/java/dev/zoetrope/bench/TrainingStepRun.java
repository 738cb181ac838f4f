package dev.zoetrope.bench;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import com.google.gson.GsonBuilder;
import dev.zoetrope.bench.ArticleTraining.Phase;
import dev.zoetrope.dataset.Mnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a training step of the article's network is made of, batch 1024, on one engine in a JVM of
 * its own.
 *
 * <p>Nothing can be optimised away: every phase ends in native code, and a lazy engine is waited
 * for at the end of each phase. What the first steps cost (pools, caches, compilation) is left out.
 */
public final class TrainingStepRun {

  private static final int WARM_UP = 10;
  private static final int PROFILED = 10;

  /**
   * What was measured, in milliseconds a step.
   *
   * @param engine name and version
   * @param steps how many steps were measured
   * @param phases median of each phase
   * @param step median and 95 % interval
   * @param minorFaults pages faulted in, a step
   * @param userMillis processor time in the program, a step
   * @param systemMillis processor time in the kernel, a step
   * @param operators time of each operator alone, by PyTorch's profiler in steps of their own;
   *     empty where the engine has none
   * @param profiledMillis mean of the steps that were profiled, which takes time itself; 0 without
   */
  record Split(
      String engine,
      int steps,
      Map<String, Double> phases,
      Estimate step,
      double minorFaults,
      double userMillis,
      double systemMillis,
      Map<String, Double> operators,
      double profiledMillis) {

    /** Returns what a profiled step would take if it were nothing but operators. */
    double operatorMillis() {
      return operators.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private TrainingStepRun() {}

  /** Arguments: DJL's name of the engine, file for the result, number of steps. */
  public static void main(String[] arguments) throws Exception {
    int steps = Integer.parseInt(arguments[2]);
    try (ArticleTraining training = new ArticleTraining(arguments[0], Mnist.load().train(), 1024)) {
      Split split = measure(arguments[0], training, steps);
      System.out.println("engine: " + split.engine);
      System.out.println(describe(split));
      Files.writeString(
          Path.of(arguments[1]), new GsonBuilder().setPrettyPrinting().create().toJson(split));
    }
    System.exit(0); // some engines leave threads behind
  }

  static Split measure(String engineName, ArticleTraining training, int steps) throws IOException {
    for (int i = 0; i < WARM_UP; i++) {
      training.step(ArticleTraining::metrics);
    }
    Map<Phase, double[]> phases = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      phases.put(phase, new double[steps]);
    }
    double[] wholes = new double[steps];
    ProcessCounters begin = ProcessCounters.now();
    for (int i = 0; i < steps; i++) {
      training.step(ArticleTraining::metrics);
      wholes[i] = training.stepMillis();
      for (Phase phase : Phase.values()) {
        phases.get(phase)[i] = training.millis(phase);
      }
    }
    ProcessCounters used = ProcessCounters.now().since(begin);
    Map<String, Double> medians = new LinkedHashMap<>();
    phases.forEach(
        (phase, millis) ->
            medians.put(phase.name().toLowerCase(Locale.ROOT), Estimate.quantile(millis, 0.5)));
    Engine engine = Engine.getEngine(engineName);
    Profile profile = engineName.equals("PyTorch") ? profile(training) : new Profile(Map.of(), 0);
    return new Split(
        engine.getEngineName() + " " + engine.getVersion(),
        steps,
        medians,
        Estimate.ofMedian(wholes),
        (double) used.minorFaults() / steps,
        (double) used.userMillis() / steps,
        (double) used.systemMillis() / steps,
        profile.operators,
        profile.stepMillis);
  }

  /** Milliseconds a step of each operator alone, and of the whole step. */
  private record Profile(Map<String, Double> operators, double stepMillis) {}

  private static Profile profile(ArticleTraining training) throws IOException {
    Path trace = Files.createTempFile("zoetrope-bench", ".json");
    try {
      JniUtils.startProfile(false, false, false);
      double steps = 0;
      for (int i = 0; i < PROFILED; i++) {
        training.step(ArticleTraining::metrics);
        steps += training.stepMillis();
      }
      JniUtils.stopProfile(trace.toString());
      Map<String, Double> millis = OperatorTrace.selfMillis(Files.readString(trace));
      millis.replaceAll((name, sum) -> sum / PROFILED);
      return new Profile(millis, steps / PROFILED);
    } finally {
      Files.delete(trace);
    }
  }

  private static String describe(Split split) {
    StringBuilder line =
        new StringBuilder(String.format(Locale.ROOT, "step %.1f ms:", split.step.median()));
    split.phases.forEach(
        (phase, millis) -> line.append(String.format(Locale.ROOT, " %s %.1f", phase, millis)));
    return line.append(
            String.format(
                Locale.ROOT,
                "; %.0f page faults, %.0f ms in the kernel",
                split.minorFaults,
                split.systemMillis))
        .toString();
  }
}
