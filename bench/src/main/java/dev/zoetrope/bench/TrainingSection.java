package dev.zoetrope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a training step is made of, by engine, and with glibc as it is. */
final class TrainingSection implements Report.Section {

  private final Path directory;
  private final Map<String, TrainingStepRun.Split> splits;

  private TrainingSection(Path directory, Map<String, TrainingStepRun.Split> splits) {
    this.directory = directory;
    this.splits = splits;
  }

  static TrainingSection of(Path directory, Results results) {
    Map<String, TrainingStepRun.Split> splits = new LinkedHashMap<>();
    for (String engine : BenchPlan.ENGINES) {
      for (boolean keepMemory : new boolean[] {true, false}) {
        TrainingStepRun.Split split =
            results.training().get(ReportFiles.training(engine, keepMemory));
        if (split != null) {
          splits.put(split.engine() + (keepMemory ? "" : ", plain malloc"), split);
        }
      }
    }
    return new TrainingSection(directory, splits);
  }

  @Override
  public void summarize(Markdown summary) {
    if (splits.isEmpty()) {
      return;
    }
    summary.heading(3, "What is a training step made of?");
    summary.paragraph(
        "The article's network, batch 1024; medians in ms, and the 95 %% interval of the whole step."
            + " Plain malloc: glibc returns each step's tensors to the kernel and faults them in"
            + " again; `./zoetrope record` tells it not to. Operators: their share of a step that"
            + " PyTorch's profiler watched, which makes the step slower.");
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("engine", "step", "from", "to"));
    head.addAll(splits.values().iterator().next().phases().keySet());
    head.addAll(List.of("operators, %", "page faults", "in the kernel"));
    rows.add(head);
    splits.forEach(
        (name, split) -> {
          List<String> cells = new ArrayList<>(List.of(name));
          cells.add(Markdown.number(split.step().median()));
          cells.add(Markdown.number(split.step().low()));
          cells.add(Markdown.number(split.step().high()));
          split.phases().values().forEach(millis -> cells.add(Markdown.number(millis)));
          cells.add(share(split));
          cells.add(Markdown.number(split.minorFaults()));
          cells.add(Markdown.number(split.systemMillis()));
          rows.add(cells);
        });
    summary.table(rows);
  }

  private static String share(TrainingStepRun.Split split) {
    return split.profiledMillis() == 0 // early runs did not time it
        ? "–"
        : String.format(Locale.ROOT, "%.0f", 100 * split.operatorMillis() / split.profiledMillis());
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    if (splits.isEmpty()) {
      return;
    }
    List<String> phases = List.copyOf(splits.values().iterator().next().phases().keySet());
    BarChart chart = BarChart.stacked("A training step, ms", phases);
    splits.forEach(
        (name, split) ->
            chart.add(
                name,
                List.copyOf(split.phases().values()),
                Markdown.number(split.step().median())));
    Files.writeString(directory.resolve("training.svg"), chart.toSvg());
    report.heading(2, "Training step");
    report.paragraph(
        "Data: copying a minibatch into an array of the engine. Forward: to the loss. Metrics: loss"
            + " and accuracy of the minibatch. Free: closing the minibatch with all that hangs on it."
            + " A lazy engine was waited for at the end of each part. Time in the kernel is processor"
            + " time of all threads.");
    report.chart("A training step", "training.svg");
    splits.forEach((name, split) -> operators(report, name, split));
  }

  /** Operators that take at least one per cent of the step. */
  private static void operators(Markdown report, String name, TrainingStepRun.Split split) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("operator", "ms a step"));
    split
        .operators()
        .forEach(
            (operator, millis) -> {
              if (millis >= split.step().median() / 100) {
                rows.add(List.of("`" + operator + "`", Markdown.number(millis)));
              }
            });
    if (rows.size() > 1) {
      report.paragraph(
          "%s: operators take %s ms of a step under the profiler (%s ms). Those that take at least"
              + " a hundredth of a step, each without the operators that it calls:",
          name, Markdown.number(split.operatorMillis()), Markdown.number(split.profiledMillis()));
      report.table(rows);
    }
  }
}
