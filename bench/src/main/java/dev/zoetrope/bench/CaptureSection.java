package dev.zoetrope.bench;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** What recording costs a step, compared within rounds. */
final class CaptureSection implements Report.Section {

  private final Path directory;
  private final List<CaptureCost.Result> results;

  private CaptureSection(Path directory, List<CaptureCost.Result> results) {
    this.directory = directory;
    this.results = results;
  }

  static CaptureSection of(Path directory) throws IOException {
    Path file = directory.resolve(ReportFiles.CAPTURE + ".json");
    List<CaptureCost.Result> results =
        Files.exists(file)
            ? new Gson()
                .fromJson(
                    Files.readString(file), new TypeToken<List<CaptureCost.Result>>() {}.getType())
            : List.of();
    return new CaptureSection(directory, results);
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

  private static String percent(Estimate cost) {
    return String.format(
        Locale.ROOT,
        "%+.2f %% (%+.2f…%+.2f)",
        100 * cost.median(),
        100 * cost.low(),
        100 * cost.high());
  }

  private List<List<String>> table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "variant",
            "ms a step",
            "over the bare step",
            "over the bare probe pass",
            "ms in the training thread",
            "kB allocated a step",
            "bytes a frame",
            "rounds"));
    CaptureCost.Result bare = result(CaptureCost.BARE).orElseThrow();
    CaptureCost.Result pass = result(CaptureCost.PASS).orElseThrow();
    for (CaptureCost.Result result : results) {
      boolean passes = results.indexOf(result) > results.indexOf(pass);
      rows.add(
          List.of(
              result.name(),
              Markdown.number(median(result.stepMillis())),
              result.equals(bare) ? "" : percent(cost(result, bare)),
              passes ? percent(cost(result, pass)) : "",
              Markdown.number(median(result.callMillis())),
              Markdown.number(median(result.allocatedBytes()) / 1e3),
              result.storedBytes() == 0
                  ? ""
                  : String.format(
                      Locale.ROOT, "%,d", result.storedBytes() / Math.max(1, result.frames())),
              "" + result.stepMillis().stream().filter(Objects::nonNull).count()));
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
        "All variants in one run, in turn, in an order drawn anew each round; the article's run,"
            + " batch 1024. Medians over rounds with 95 %% intervals. The bare probe pass runs through"
            + " the whole network; a recorder's ends at the last layer that it records.");
    summary.table(table());
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    if (results.isEmpty()) {
      return;
    }
    BarChart chart = BarChart.grouped("Cost over the bare step, %, with 95 % interval", List.of());
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
        "Time in the training thread is that of the listener, loss and accuracy included, which a"
            + " bare step computes too. Allocation is that of all threads on the Java heap. Bytes a"
            + " frame are of the files at the end, metadata included.");
    report.chart("Cost of recording", "capture.svg");
  }
}
