package dev.zoetrope.bench;

import dev.zoetrope.bench.conv.ConvRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What is measured, in which order, and how long it takes on two cores. */
final class BenchPlan {

  static final List<String> PARTS = List.of("conv", "training", "capture", "recording", "pictures");
  static final List<String> ENGINES =
      List.of("pytorch", "mxnet", "onnxruntime", "tensorflow", "nd4j");

  private final Path directory;
  private final boolean quick;
  private final String device;
  private final int cores;

  BenchPlan(Path directory, boolean quick, String device, int cores) {
    this.directory = directory;
    this.quick = quick;
    this.device = device;
    this.cores = cores;
  }

  List<BenchTask> tasks(List<String> parts, Set<String> engines) {
    List<BenchTask> tasks = new ArrayList<>();
    for (String part : PARTS) {
      if (parts.contains(part)) {
        switch (part) {
          case "conv" -> conv(engines, tasks);
          case "training" -> training(engines, tasks);
          case "capture" -> capture(tasks);
          case "recording" -> files("recording", quick ? 45 : 330, tasks);
          case "pictures" -> files("pictures", quick ? 20 : 150, tasks);
          default -> throw new IllegalArgumentException(part);
        }
      }
    }
    return tasks;
  }

  private void conv(Set<String> engines, List<BenchTask> tasks) {
    int[] threadCounts = quick ? new int[] {cores} : IntStream.of(1, cores).distinct().toArray();
    for (int threads : threadCounts) {
      for (String engine : ENGINES) {
        if (engines.contains(engine)) {
          tasks.add(conv(engine, threads, true));
        }
      }
    }
    if (!quick && engines.contains("pytorch")) {
      tasks.add(conv("pytorch", cores, false));
    }
  }

  private BenchTask conv(String engine, int threads, boolean keepMemory) {
    String name = ReportFiles.conv(engine, threads, keepMemory);
    return new BenchTask(
        name,
        engine,
        threads,
        keepMemory,
        ConvRun.options(engine, threads, device),
        ConvRun.class,
        List.of(file(name), quick ? "quick" : "full"),
        quick ? 15 : engine.equals("onnxruntime") ? 40 : engine.equals("nd4j") ? 130 : 80);
  }

  private void training(Set<String> engines, List<BenchTask> tasks) {
    if (engines.contains("pytorch")) {
      tasks.add(training("pytorch", "PyTorch", true));
      tasks.add(training("pytorch", "PyTorch", false));
    }
    if (engines.contains("mxnet")) {
      tasks.add(training("mxnet", "MXNet", true));
    }
  }

  private BenchTask training(String engine, String djlName, boolean keepMemory) {
    String name = ReportFiles.training(engine, keepMemory);
    return new BenchTask(
        name,
        engine,
        cores,
        keepMemory,
        List.of(),
        TrainingStepRun.class,
        List.of(djlName, file(name), quick ? "20" : "80"),
        quick ? 10 : 25);
  }

  private void capture(List<BenchTask> tasks) {
    tasks.add(
        new BenchTask(
            ReportFiles.CAPTURE,
            "pytorch",
            cores,
            true,
            List.of(),
            CaptureCost.class,
            List.of(file(ReportFiles.CAPTURE), quick ? "3" : "24", "8"),
            quick ? 55 : 330));
  }

  private void files(String part, int seconds, List<BenchTask> tasks) {
    tasks.add(
        new BenchTask(
            part,
            "",
            cores,
            false,
            List.of(),
            JmhRun.class,
            List.of(part, file(part), quick ? "quick" : "full"),
            seconds));
  }

  private String file(String name) {
    return directory.resolve(name + ".json").toString();
  }
}
