package dev.zoetrope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What recording costs a step, compared within rounds. */
final class CaptureSection implements Report.Section {

  private final Path directory;
  private final List<CaptureCost.Result> results;

  private CaptureSection(Path directory, List<CaptureCost.Result> results) {
    this.directory = directory;
    this.results = results;
  }

  static CaptureSection of(Path directory, Results results) {
    return new CaptureSection(directory, results.capture());
  }

  private Optional<CaptureCost.Result> result(String name) {
    return results.stream().filter(result -> result.name().equals(name)).findFirst();
  }

  /** Cost beyond another variant as a share of the bare step of the same round. */
  private Estimate cost(CaptureCost.Result variant, CaptureCost.Result beyond) {
    List<Double> bare = result(CaptureCost.BARE).orElseThrow().stepMillis();
    double[] costs =
        IntStream.range(0, bare.size())
            .filter(i -> variant.stepMillis().get(i) != null && beyond.stepMillis().get(i) != null)
            .mapToDouble(
                i -> (variant.stepMillis().get(i) - beyond.stepMillis().get(i)) / bare.get(i))
            .toArray();
    return Estimate.ofMedian(costs);
  }

  private static double median(List<Double> values) {
    return Estimate.quantile(
        values.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray(), 0.5);
  }

  /** A median and its interval, a cell each. */
  private static List<String> percent(Estimate cost) {
    return DoubleStream.of(cost.median(), cost.low(), cost.high())
        .mapToObj(share -> String.format(Locale.ROOT, "%+.2f", 100 * share))
        .toList();
  }

  private static final List<String> NO_COST = List.of("", "", "");

  /** Results of older versions have no processor time. */
  private boolean haveProcessorTime() {
    return results.stream().allMatch(result -> result.processorMillis() != null);
  }

  private List<List<String>> costs() {
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("variant", "ms a step", "cost, %", "from", "to"));
    if (haveProcessorTime()) {
      head.add("processor ms a step");
    }
    head.add("rounds");
    rows.add(head);
    CaptureCost.Result bare = result(CaptureCost.BARE).orElseThrow();
    for (CaptureCost.Result result : results) {
      List<String> cells = new ArrayList<>();
      cells.add(result.name());
      cells.add(Markdown.number(median(result.stepMillis())));
      cells.addAll(result.equals(bare) ? NO_COST : percent(cost(result, bare)));
      if (haveProcessorTime()) {
        cells.add(Markdown.number(median(result.processorMillis())));
      }
      cells.add("" + result.stepMillis().stream().filter(Objects::nonNull).count());
      rows.add(cells);
    }
    return rows;
  }

  private List<List<String>> details() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "variant",
            "beyond the bare pass, %",
            "from",
            "to",
            "ms in the training thread",
            "kB allocated a step",
            "bytes a frame"));
    CaptureCost.Result pass = result(CaptureCost.PASS).orElseThrow();
    for (CaptureCost.Result result : results) {
      boolean passes = results.indexOf(result) > results.indexOf(pass);
      List<String> cells = new ArrayList<>();
      cells.add(result.name());
      cells.addAll(passes ? percent(cost(result, pass)) : NO_COST);
      cells.add(Markdown.number(median(result.callMillis())));
      cells.add(Markdown.number(median(result.allocatedBytes()) / 1e3));
      cells.add(
          result.storedBytes() == 0
              ? ""
              : String.format(
                  Locale.ROOT, "%,d", result.storedBytes() / Math.max(1, result.frames())));
      rows.add(cells);
    }
    return rows;
  }

  @Override
  public void summarize(Markdown summary) {
    if (results.isEmpty()) {
      return;
    }
    summary.heading(3, "What does recording cost?");
    summary.paragraph(
        "The article's run, batch 1024. The variants take turns within one run, in a new random order"
            + " each round. Costs are medians over rounds, relative to the bare step of the same"
            + " round, with 95 %% intervals; few rounds on a busy machine make them wide. The bare"
            + " probe pass runs through the whole network; a recorder's pass ends at the last layer"
            + " that it records.");
    summary.table(costs());
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    if (results.isEmpty()) {
      return;
    }
    BarChart chart =
        BarChart.grouped("Cost relative to the bare step, %, with its 95 % interval", List.of());
    CaptureCost.Result bare = result(CaptureCost.BARE).orElseThrow();
    for (CaptureCost.Result result : results) {
      if (!result.equals(bare)) {
        Estimate cost = cost(result, bare);
        chart.add(
            result.name(),
            100 * cost.median(),
            100 * cost.low(),
            100 * cost.high(),
            Markdown.signedPercent(cost.median()));
      }
    }
    Files.writeString(directory.resolve("capture.svg"), chart.toSvg());
    report.heading(2, "Capture");
    report.paragraph(
        "Time in the training thread is that of the listener. It includes loss and accuracy, which a"
            + " bare step computes too. Allocation is that of all threads on the Java heap. Bytes a"
            + " frame are those of the files at the end, metadata included.");
    report.table(details());
    report.chart("Cost of recording", "capture.svg");
  }
}
