package dev.zoetrope.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks of recordings and of pictures with the parameters that a report shows. */
public final class JmhRun {

  private static final String[] LAYERS = {"conv1", "conv2", "conv3", "conv4", "conv5", "conv6"};

  private JmhRun() {}

  /** Arguments: {@code recording} or {@code pictures}, file for JMH's JSON, full or quick. */
  public static void main(String[] arguments) throws Exception {
    boolean quick = arguments[2].equals("quick");
    List<RunResult> results = new ArrayList<>();
    for (ChainedOptionsBuilder options :
        arguments[0].equals("pictures") ? pictures(quick) : recording(quick)) {
      if (quick) {
        options.warmupIterations(1).measurementIterations(1);
      }
      results.addAll(new Runner(options.build()).run());
    }
    JmhResults.write(results, Path.of(arguments[1]));
  }

  private static List<ChainedOptionsBuilder> recording(boolean quick) {
    String[] lengths =
        quick ? new String[] {"291", "10000"} : new String[] {"291", "10000", "100000"};
    String[] precisions =
        quick ? new String[] {"INT8"} : new String[] {"INT8", "FLOAT16", "FLOAT32"};
    return List.of(
        options("RecordingBenchmark.append").param("precision", precisions),
        options("RecordingBenchmark.commit"),
        options("RecordingBenchmark.open").param("frames", lengths),
        options("RecordingBenchmark.randomRead").param("frames", lengths),
        options("RecordingBenchmark.sequentialRead").param("frames", lengths));
  }

  private static List<ChainedOptionsBuilder> pictures(boolean quick) {
    String[] layers = quick ? new String[] {"conv1", "conv6"} : LAYERS;
    String[] zooms = quick ? new String[] {"28", "window"} : new String[] {"28", "112", "window"};
    return List.of(
        options("PictureBenchmark.nextFrame").param("layer", layers).param("zoom", zooms),
        options("PictureBenchmark.gifFrame").param("layer", layers));
  }

  private static ChainedOptionsBuilder options(String benchmark) {
    return new OptionsBuilder()
        .include("\\." + benchmark.replace(".", "\\.") + "$")
        .addProfiler(GCProfiler.class);
  }
}
