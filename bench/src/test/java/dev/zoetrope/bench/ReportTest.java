package dev.zoetrope.bench;

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

  @BeforeEach
  void aRunOfTwoEngines() throws IOException {
    new RunRecord(
            "2026-01-02",
            new Machine("Cpu", 2, 1L << 34, "Linux", "Java"),
            "0",
            true,
            "cpu",
            1,
            Map.of("pytorch", "PyTorch 1"),
            List.of("nd4j, since it rains"))
        .write(directory);
    // conv2 × 10: 2.257920 Mflop, so 22.5792 µs are 100 GFLOP/s, the peak of the product.
    Files.writeString(
        directory.resolve("conv-pytorch-2.json"),
        "[" + MATMUL + "," + row("forward", "conv2", 22.5792, 0) + "]");
    Files.writeString(
        directory.resolve("conv-onnxruntime-2.json"),
        "[" + row("forward", "conv2", 11.2896, 1.12896) + "]");
  }

  private static String row(String method, String layer, double micros, double error) {
    return ROW.formatted(method, layer, micros, error);
  }

  private String report() throws IOException {
    Report.of(directory).write();
    return Files.readString(directory.resolve(Report.FILE));
  }

  @Test
  void ratesAreSharesOfTheMatrixProduct() throws IOException {
    assertThat(report())
        .contains("| conv2 × 10 | 22.6 µs ±0 %, 100 (100 %) | 11.3 µs ±10 %, 200 (200 %) |")
        .contains("nd4j, since it rains");
  }

  @Test
  void allocationIsThatOfJmhsProfiler() throws IOException {
    Files.writeString(
        directory.resolve("recording.json"),
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
        .contains("| the article's layers, batch 10 | 1 | 0.500 (0.452…0.553) |")
        .contains("the article's layers, batch 10: **onnxruntime**.");
  }

  @Test
  void costsAreTakenWithinRounds() throws IOException {
    List<CaptureCost.Result> results =
        List.of(
            result(CaptureCost.BARE, 100.0, 200.0, 300.0),
            result(CaptureCost.PASS, 101.0, 202.0, 303.0),
            result("recorded", 102.0, null, 306.0));
    Files.writeString(directory.resolve("capture.json"), new Gson().toJson(results));
    assertThat(report())
        .contains("| bare probe pass | 202 | +1.00 % (+1.00…+1.00) |  |")
        .contains("| recorded | 204 | +2.00 % (+2.00…+2.00) | +1.00 % (+1.00…+1.00) |");
  }

  private static CaptureCost.Result result(String name, Double... millis) {
    List<Double> steps = Arrays.asList(millis);
    return new CaptureCost.Result(name, steps, steps, steps, 10, 0);
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
  void onlyTheSectionOfTheReadmeIsReplaced() throws IOException {
    Path readme = directory.resolve("README.md");
    Files.writeString(
        readme, "before\n<!-- benchmarks: begin -->\nold\n<!-- benchmarks: end -->\nafter\n");
    Report.of(directory).replaceSection(readme);
    Report.of(directory).replaceSection(readme);
    assertThat(readme)
        .content()
        .startsWith("before\n<!-- benchmarks: begin -->\n\nCpu, 2 cores")
        .contains("(report.md)")
        .doesNotContain("old")
        .endsWith("\n<!-- benchmarks: end -->\nafter\n");
    Files.writeString(readme, "nothing\n");
    assertThatThrownBy(() -> Report.of(directory).replaceSection(readme))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no section");
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
