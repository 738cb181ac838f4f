package dev.zoetrope.bench;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

  private static final String ROW =
      """
      {"benchmark": "x.ConvBenchmark.%s", "mode": "avgt", "params": {"layer": "%s", "batch": "10"},
       "primaryMetric": {"score": %s, "scoreError": %s, "scoreUnit": "us/op"}}""";
  private static final String MATMUL =
      """
      {"benchmark": "x.MatmulBenchmark.matmul", "mode": "avgt", "params": {"side": "1000"},
       "primaryMetric": {"score": 20000, "scoreError": 1, "scoreUnit": "us/op"}}""";

  @TempDir private Path directory;

  @TempDir private Path raw;

  @BeforeEach
  void aRunOfTwoEngines() throws IOException {
    // conv2 × 10: 2.257920 Mflop, so 22.5792 µs are 100 GFLOP/s, the peak of the product.
    Files.writeString(
        raw.resolve("conv-pytorch-2.json"),
        "[" + MATMUL + "," + row("forward", "conv2", 22.5792, 0) + "]");
    Files.writeString(
        raw.resolve("conv-onnxruntime-2.json"),
        "[" + row("forward", "conv2", 11.2896, 1.12896) + "]");
  }

  private static String row(String method, String layer, double micros, double error) {
    return ROW.formatted(method, layer, micros, error);
  }

  private void collect() throws IOException {
    RunRecord run =
        new RunRecord(
            "2026-01-02",
            new Machine("Cpu", 2, 1L << 34, "Linux", "Java"),
            "0",
            true,
            "cpu",
            1,
            Map.of("pytorch", "PyTorch 1"),
            List.of("nd4j, since it rains"));
    Results.collect(raw, run).write(directory);
  }

  private String report() throws IOException {
    collect();
    Report.of(directory).write();
    return Files.readString(directory.resolve(Report.FILE));
  }

  @Test
  void ratesAreSharesOfTheMatrixProduct() throws IOException {
    assertThat(report())
        .contains(
            "| forward, µs | pytorch | onnxruntime |\n| --- | --: | --: |\n| conv2 × 10 | 22.6 | 11.3 |")
        .contains("| conv2 × 10 | 0.000 | 10.0 |")
        .contains("| conv2 × 10 | 100 | 200 |")
        .contains("nd4j, since it rains");
  }

  @Test
  void allocationIsThatOfJmhsProfiler() throws IOException {
    Files.writeString(
        raw.resolve("recording.json"),
        """
        [{"benchmark": "x.RecordingBenchmark.commit", "mode": "sample",
          "primaryMetric": {"score": 2000, "scoreError": 1, "scoreUnit": "us/op",
            "scorePercentiles": {"50.0": 1500, "99.0": 9000}},
          "secondaryMetrics": {"gc.alloc.rate": {"score": 7}, "gc.alloc.rate.norm": {"score": 17332.08}}}]
        """);
    assertThat(report()).contains("| a commit | 1.50 ms | 9.00 ms | 2.00 ms |  | 17.3 |");
  }

  @Test
  void enginesAreComparedWithTheirErrors() throws IOException {
    // Half the time, give or take a tenth: 0.5·e^∓0.1.
    assertThat(report())
        .contains("| the article's layers, batch 10 | 1 | 0.500 |")
        .contains("| the article's layers, batch 10 | onnxruntime | 0.500 | 0.452 | 0.553 |");
  }

  @Test
  void whatMayBeEquallyFastIsInItalics() throws IOException {
    Files.writeString(
        raw.resolve("conv-onnxruntime-2.json"), "[" + row("forward", "conv2", 20.0, 8.0) + "]");
    assertThat(report()).contains("| the article's layers, batch 10 | 1 | _0.886_ |");
  }

  @Test
  void meansOverLayersAreGeometric() throws IOException {
    String picture =
        """
        {"benchmark": "x.PictureBenchmark.nextFrame", "mode": "sample",
         "params": {"layer": "%s", "zoom": "28"},
         "primaryMetric": {"score": %d, "scoreError": 1, "scoreUnit": "us/op",
           "scorePercentiles": {"50.0": %d, "99.0": 90}}}""";
    Files.writeString(
        raw.resolve("pictures.json"),
        "[" + picture.formatted("conv1", 10, 10) + "," + picture.formatted("conv2", 40, 40) + "]");
    assertThat(report())
        .contains("| read and draw a sheet, cells of 28 pixels | 20.0 µs | 90.0 µs | 50,000 |")
        .contains("| read and draw conv2, cells of 28 pixels | 40.0 µs | 90.0 µs | 25,000 | – |");
  }

  @Test
  void whatIsKeptIsAllThatTheReportNeeds() throws IOException {
    Files.writeString(
        raw.resolve("capture.json"),
        new Gson()
            .toJson(List.of(result(CaptureCost.BARE, 1.0 / 3), result(CaptureCost.PASS, 1.0))));
    String written = report();
    Report.of(directory).write();
    assertThat(directory.resolve(Report.FILE)).hasContent(written);
    assertThat(directory.resolve(Results.FILE))
        .content()
        .contains("[0.3333333]")
        .hasSizeLessThan(2000);
    Files.writeString(directory.resolve(Results.FILE), "[]");
    assertThatThrownBy(() -> Report.of(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("results.json is not what a run leaves");
  }

  @Test
  void costsAreTakenWithinRounds() throws IOException {
    List<CaptureCost.Result> results =
        List.of(
            result(CaptureCost.BARE, 100.0, 200.0, 300.0),
            result(CaptureCost.PASS, 101.0, 202.0, 303.0),
            result("recorded", 102.0, null, 306.0));
    Files.writeString(raw.resolve("capture.json"), new Gson().toJson(results));
    assertThat(report())
        .contains("| bare probe pass | 202 | +1.00 | +1.00 | +1.00 | 202 | 3 |")
        .contains("| recorded | 204 | +2.00 | +2.00 | +2.00 | 204 | 2 |")
        .contains("| bare probe pass |  |  |  |")
        .contains("| recorded | +1.00 | +1.00 | +1.00 |");
  }

  private static CaptureCost.Result result(String name, Double... millis) {
    List<Double> steps = Arrays.asList(millis);
    return new CaptureCost.Result(name, steps, steps, steps, steps, 10, 0);
  }

  @Test
  void chartsAreXml() throws Exception {
    report();
    String svg = Files.readString(directory.resolve("conv-forward-2.svg"));
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("rect")
                .getLength())
        .isEqualTo(1 + 2 + 2); // ground, legend, bars
  }

  @Test
  void onlyTheSectionBetweenTheMarksIsReplaced() throws IOException {
    collect();
    Path file = directory.resolve("PERFORMANCE.md");
    Files.writeString(
        file, "before\n<!-- benchmarks: begin -->\nold\n<!-- benchmarks: end -->\nafter\n");
    Report.of(directory).replaceSection(file);
    Report.of(directory).replaceSection(file);
    assertThat(file)
        .content()
        .startsWith("before\n<!-- benchmarks: begin -->\n\n2026-01-02: Cpu, 2 cores")
        .contains("(report.md)")
        .doesNotContain("old")
        .endsWith("\n<!-- benchmarks: end -->\nafter\n");
    Files.writeString(file, "nothing\n");
    assertThatThrownBy(() -> Report.of(directory).replaceSection(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no section");
  }

  @Test
  void theReportsAndChartsThatAreKeptFollowFromTheirResults() throws IOException {
    try (Stream<Path> runs = Files.list(Path.of("results"))) {
      for (Path run : runs.filter(path -> Files.exists(path.resolve(Results.FILE))).toList()) {
        Files.copy(run.resolve(Results.FILE), directory.resolve(Results.FILE), REPLACE_EXISTING);
        Report.of(directory).write();
        List<Path> kept = reportAndCharts(run);
        assertThat(kept).contains(run.resolve(Report.FILE)).hasSizeGreaterThan(1);
        for (Path file : kept) {
          assertThat(directory.resolve(file.getFileName())).hasSameTextualContentAs(file);
        }
      }
    }
  }

  private static List<Path> reportAndCharts(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.filter(file -> file.toString().matches(".*\\.(md|svg)")).toList();
    }
  }

  @Test
  void anOperatorsTimeIsWithoutThatOfThoseItCalls() {
    String event = "{\"name\": \"%s\", \"ph\": \"X\", \"tid\": %d, \"ts\": %d, \"dur\": %d}";
    String trace =
        "[{\"name\": \"process_name\", \"ph\": \"M\"},"
            + String.join(
                ",",
                event.formatted("inner", 1, 12_000, 3_000),
                event.formatted("outer", 1, 10_000, 8_000),
                event.formatted("inner", 1, 15_000, 1_000),
                event.formatted("outer", 1, 18_000, 1_000),
                event.formatted("inner", 2, 10_000, 7_000))
            + "]";
    assertThat(OperatorTrace.selfMillis(trace))
        .containsExactly(Map.entry("inner", 11.0), Map.entry("outer", 5.0));
  }

  @Test
  void theMedianOfOneValueIsSure() {
    assertThat(Estimate.ofMedian(new double[] {3})).isEqualTo(new Estimate(3, 3, 3));
    Estimate estimate = Estimate.ofMedian(new double[] {1, 2, 3, 4, 100});
    assertThat(estimate.median()).isEqualTo(3);
    assertThat(estimate.low()).isBetween(1.0, 3.0);
    assertThat(estimate.high()).isBetween(3.0, 100.0);
    assertThat(Estimate.quantile(new double[] {1, 2}, 0.25)).isEqualTo(1.25);
  }
}
