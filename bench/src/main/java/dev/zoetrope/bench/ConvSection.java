package dev.zoetrope.bench;

import static dev.zoetrope.bench.ConvMeasurements.METHODS;

import dev.zoetrope.bench.ConvMeasurements.Case;
import dev.zoetrope.bench.ConvMeasurements.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Convolutions by engine: each measurement, and how engines compare over groups of layers. */
final class ConvSection implements Report.Section {

  private final Path directory;
  private final ConvMeasurements measurements;

  private ConvSection(Path directory, ConvMeasurements measurements) {
    this.directory = directory;
    this.measurements = measurements;
  }

  static ConvSection of(Path directory, Results results) {
    return new ConvSection(directory, ConvMeasurements.of(results));
  }

  @Override
  public void summarize(Markdown summary) {
    if (measurements.isEmpty()) {
      return;
    }
    List<Integer> threadCounts = measurements.threadCounts();
    int most = threadCounts.get(threadCounts.size() - 1);
    summary.heading(3, "Which engine is faster at a convolution?");
    summary.paragraph(
        "Time relative to PyTorch through DJL: the geometric mean over the layers of a group, %d"
            + " threads. Below 1 is faster. In italics: the interval includes 1, so the run does not"
            + " tell the two apart. The intervals are wide because JMH's 99.9 %% interval of five"
            + " iterations is ±3.9 standard deviations.",
        most);
    for (String method : METHODS) {
      summary.table(new ConvTables(measurements, method, most).ratios());
    }
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    if (measurements.isEmpty()) {
      return;
    }
    report.heading(2, "Convolutions");
    report.paragraph(
        "Mean time of one operation in µs; half of JMH's 99.9 %% interval in per cent of it; and"
            + " the rate in per cent of the fastest matrix product in the same run. A backward pass"
            + " counts as two forward passes and gives the gradients for input and weights. Before it"
            + " was timed, each result was compared with a plain Java loop in double precision; it is"
            + " off by at most 1e-5 of the sum of the absolute products. glibc keeps freed memory, as"
            + " under `./zoetrope record`, except in columns named plain malloc. TensorFlow uses its"
            + " own layout, image-y-x-channel.");
    for (int threads : measurements.threadCounts()) {
      writeTables(report, threads);
      for (String method : METHODS) {
        writeChart(report, method, threads);
      }
    }
  }

  private static String count(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private void writeTables(Markdown report, int threads) {
    report.heading(3, count(threads));
    Double peak = measurements.peaks().get(threads);
    if (peak != null) {
      report.paragraph("Matrix product at its best: %s GFLOP/s.", Markdown.number(peak));
    }
    for (String method : METHODS) {
      ConvTables tables = new ConvTables(measurements, method, threads);
      report.table(tables.measurements("µs", (key, row) -> row.micros()));
      report.table(
          tables.measurements("± %", (key, row) -> 100 * row.errorMicros() / row.micros()));
      if (peak != null) {
        report.table(
            tables.measurements("% of the product", (key, row) -> 100 * key.rate(row) / peak));
      }
      report.table(tables.intervals());
    }
  }

  private void writeChart(Markdown report, String method, int threads) throws IOException {
    List<Column> columns = measurements.columns(method, threads);
    String title = "GFLOP/s, " + ConvTables.title(method) + ", " + count(threads);
    BarChart chart = BarChart.grouped(title, columns.stream().map(Column::name).toList());
    for (Case key : ConvMeasurements.measured(method, columns)) {
      for (Column column : columns) {
        JmhRow row = column.rows().get(key);
        double rate = row == null ? Double.NaN : key.rate(row);
        double error = row == null ? Double.NaN : rate * row.errorMicros() / row.micros();
        chart.add(
            key.layer() + " × " + key.batch(),
            rate,
            rate - error,
            rate + error,
            row == null ? "" : Markdown.number(rate));
      }
    }
    String file = "conv-" + method + "-" + threads + ".svg";
    Files.writeString(directory.resolve(file), chart.toSvg());
    report.chart(title, file);
  }
}
