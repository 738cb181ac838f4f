package dev.zoetrope.bench.conv;

import dev.zoetrope.bench.JmhResults;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Measures one engine in this JVM, which was started for it: engine, threads and device are system
 * properties, and no other engine is on the class path.
 */
public final class ConvRun {

  /** What a line begins with that says which engine this is. */
  public static final String ENGINE_LINE = "engine: ";

  /** What a line begins with that says why there is nothing. */
  public static final String LEFT_OUT_LINE = "left out: ";

  private static final String[] QUICK_LAYERS = {"conv1", "conv4", "conv6", "3x3-64-64-56"};

  private ConvRun() {}

  /** Returns the options of a JVM for that engine; OMP_NUM_THREADS must be set beside them. */
  public static List<String> options(String engine, int threads, String device) {
    return List.of(
        "-D" + ConvBenchmark.ENGINE + "=" + engine,
        "-D" + ConvBenchmark.THREADS + "=" + threads,
        "-D" + ConvBenchmark.DEVICE + "=" + device,
        "-Dai.djl.pytorch.num_threads=" + threads,
        "-Dai.djl.pytorch.num_interop_threads=1");
  }

  /** Arguments: file for JMH's JSON, {@code full} or {@code quick}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    boolean quick = arguments[1].equals("quick");
    boolean trains;
    boolean multiplies;
    try (ConvEngine engine = ConvBenchmark.startEngine()) {
      trains = engine.trains();
      ConvEngine.Matmul matmul = engine.matmul(1);
      multiplies = matmul != null;
      if (multiplies) {
        matmul.close();
      }
      System.out.println(ENGINE_LINE + engine.description());
    } catch (ConvEngine.NoSuchDeviceException e) {
      System.out.println(LEFT_OUT_LINE + e.getMessage());
      return;
    }
    List<RunResult> results = new ArrayList<>();
    if (multiplies) {
      results.addAll(
          new Runner(options(MatmulBenchmark.class, "matmul").param("side", "1024", "2048").build())
              .run());
    }
    String method = trains ? "forward.*" : "forward";
    if (quick) {
      results.addAll(run(method, QUICK_LAYERS, "10"));
      results.addAll(run(method, new String[] {"conv1", "conv6"}, "1024"));
    } else {
      results.addAll(run(method, names(ConvShape.ARTICLE), "1", "10", "1024"));
      results.addAll(run(method, names(ConvShape.LARGE), "1", "10"));
    }
    JmhResults.write(results, file);
    System.exit(0); // some engines leave threads behind
  }

  private static Collection<RunResult> run(String method, String[] layers, String... batches)
      throws Exception {
    return new Runner(
            options(ConvBenchmark.class, method)
                .param("layer", layers)
                .param("batch", batches)
                .build())
        .run();
  }

  private static ChainedOptionsBuilder options(Class<?> benchmark, String method) {
    // This JVM is the fork.
    return new OptionsBuilder()
        .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
        .forks(0);
  }

  private static String[] names(List<ConvShape> shapes) {
    return shapes.stream().map(ConvShape::name).toArray(String[]::new);
  }
}
