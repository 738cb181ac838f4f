package dev.zoetrope.bench;

import dev.zoetrope.bench.conv.ConvShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** Convolutions by engine: each measurement, and how engines compare over groups of layers. */
final class ConvSection implements Report.Section {

  private static final String FORWARD = "forward";
  private static final String BOTH = "forwardBackward";
  private static final String BASE = "pytorch";

  private record Key(String method, String layer, int batch) {}

  /** The measurements of one JVM. */
  private record Column(String name, int threads, Map<Key, JmhRow> rows) {}

  /** Layers that are compared together. */
  private record Group(String name, List<ConvShape> shapes, int batch) {

    List<Key> keys(String method) {
      return shapes.stream().map(shape -> new Key(method, shape.name(), batch)).toList();
    }
  }

  private final Path directory;
  private final List<Column> columns;
  private final Map<Integer, Double> peaks;
  private final List<Integer> threadCounts;

  private ConvSection(Path directory, List<Column> columns, Map<Integer, Double> peaks) {
    this.directory = directory;
    this.columns = columns;
    this.peaks = peaks;
    threadCounts = columns.stream().map(Column::threads).distinct().sorted().toList();
  }

  static ConvSection of(Path directory, Results results) {
    List<Column> columns = new ArrayList<>();
    Map<Integer, Double> peaks = new LinkedHashMap<>();
    for (int threads : IntStream.of(1, results.run().machine().cores()).distinct().toArray()) {
      for (boolean keepMemory : new boolean[] {true, false}) {
        for (String engine : BenchPlan.ENGINES) {
          String task = ReportFiles.conv(engine, threads, keepMemory);
          Map<Key, JmhRow> rows = new LinkedHashMap<>();
          for (JmhRow row : results.jmh(task)) {
            if (row.method().equals("matmul")) {
              double flop = 2 * Math.pow(Double.parseDouble(row.param("side")), 3);
              peaks.merge(threads, flop / row.micros() / 1e3, Math::max);
            } else {
              int batch = Integer.parseInt(row.param("batch"));
              rows.put(new Key(row.method(), row.param("layer"), batch), row);
            }
          }
          if (!rows.isEmpty()) {
            String name = keepMemory ? engine : engine + ", plain malloc";
            columns.add(new Column(name, threads, rows));
          }
        }
      }
    }
    return new ConvSection(directory, columns, peaks);
  }

  private static List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (int batch : new int[] {1, 10, 1024}) {
      groups.add(new Group("the article's layers, batch " + batch, ConvShape.ARTICLE, batch));
    }
    for (int batch : new int[] {1, 10}) {
      groups.add(new Group("layers of common size, batch " + batch, ConvShape.LARGE, batch));
    }
    return groups;
  }

  private List<Column> columns(int threads) {
    return columns.stream().filter(column -> column.threads == threads).toList();
  }

  private int allThreads() {
    return threadCounts.get(threadCounts.size() - 1);
  }

  @Override
  public void summarize(Markdown summary) {
    if (columns.isEmpty()) {
      return;
    }
    summary.heading(3, "Which engine is faster at a convolution?");
    summary.paragraph(
        "Time relative to PyTorch through DJL: the geometric mean over the layers of a group, %d"
            + " threads. Below 1 is faster. In italics: the interval includes 1, so the run does not"
            + " tell the two apart. The intervals are wide because JMH's 99.9 %% interval of five"
            + " iterations is ±3.9 standard deviations.",
        allThreads());
    for (String method : List.of(FORWARD, BOTH)) {
      summary.table(relativeTable(method, allThreads()));
    }
  }

  private static String title(String method) {
    return method.equals(FORWARD) ? "forward" : "forward + backward";
  }

  private List<List<String>> relativeTable(String method, int threads) {
    List<Column> all = columns(threads);
    Optional<Column> base = all.stream().filter(column -> column.name.equals(BASE)).findFirst();
    List<List<String>> rows = new ArrayList<>();
    List<Column> able =
        all.stream()
            .filter(column -> column.rows.keySet().stream().anyMatch(k -> k.method.equals(method)))
            .toList();
    List<String> head = new ArrayList<>(List.of(title(method)));
    able.forEach(column -> head.add(column.name));
    rows.add(head);
    if (base.isEmpty()) {
      return rows;
    }
    for (Group group : groups()) {
      List<String> cells = new ArrayList<>(List.of(group.name));
      for (Column column : able) {
        cells.add(Ratio.of(column, base.get(), group.keys(method)).map(Ratio::cell).orElse("–"));
      }
      if (cells.subList(1, cells.size()).stream().anyMatch(cell -> !cell.equals("–"))) {
        rows.add(cells);
      }
    }
    return rows;
  }

  /** Each engine's ratio with its interval, for one group of layers after the other. */
  private List<List<String>> intervals(String method, int threads) {
    List<Column> all = columns(threads);
    Optional<Column> base = all.stream().filter(column -> column.name.equals(BASE)).findFirst();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(title(method) + ", relative to " + BASE, "engine", "ratio", "from", "to"));
    if (base.isEmpty()) {
      return rows;
    }
    for (Group group : groups()) {
      for (Column column : all) {
        Optional<Ratio> ratio = Ratio.of(column, base.get(), group.keys(method));
        if (ratio.isPresent() && !column.equals(base.get())) {
          rows.add(
              List.of(
                  group.name,
                  column.name,
                  Markdown.number(ratio.get().value),
                  Markdown.number(ratio.get().low()),
                  Markdown.number(ratio.get().high())));
        }
      }
    }
    return rows;
  }

  /**
   * Geometric mean of time ratios over layers, and the error of its logarithm: errors of single
   * measurements are independent, so their squares add up.
   */
  private record Ratio(double value, double logError) {

    static Optional<Ratio> of(Column column, Column base, List<Key> keys) {
      double logs = 0;
      double squares = 0;
      int count = 0;
      for (Key key : keys) {
        JmhRow mine = column.rows.get(key);
        JmhRow other = base.rows.get(key);
        if (mine != null && other != null) {
          logs += Math.log(mine.micros() / other.micros());
          squares += square(mine);
          squares += column.equals(base) ? -square(mine) : square(other);
          count++;
        }
      }
      return count == 0
          ? Optional.empty()
          : Optional.of(new Ratio(Math.exp(logs / count), Math.sqrt(squares) / count));
    }

    private static double square(JmhRow row) {
      return Math.pow(row.errorMicros() / row.micros(), 2);
    }

    double low() {
      return value * Math.exp(-logError);
    }

    double high() {
      return value * Math.exp(logError);
    }

    /** In italics where it may as well be 1. */
    String cell() {
      if (logError == 0) {
        return "1";
      }
      boolean unsure = low() < 1 && high() > 1;
      return unsure ? "_" + Markdown.number(value) + "_" : Markdown.number(value);
    }
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    if (columns.isEmpty()) {
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
    for (int threads : threadCounts) {
      Double peak = peaks.get(threads);
      report.heading(3, threads == 1 ? "1 thread" : threads + " threads");
      if (peak != null) {
        report.paragraph("Matrix product at its best: %s GFLOP/s.", Markdown.number(peak));
      }
      for (String method : List.of(FORWARD, BOTH)) {
        report.table(measurements(method, threads, "µs", (key, row) -> row.micros()));
        report.table(
            measurements(
                method, threads, "± %", (key, row) -> 100 * row.errorMicros() / row.micros()));
        if (peak != null) {
          report.table(
              measurements(
                  method, threads, "% of the product", (key, row) -> 100 * rate(row, key) / peak));
        }
        report.table(intervals(method, threads));
      }
      chart(report, threads);
    }
  }

  private List<Key> keys(String method) {
    return groups().stream().flatMap(group -> group.keys(method).stream()).toList();
  }

  /** One number of each measurement: a row for each layer, a column for each engine. */
  private List<List<String>> measurements(
      String method, int threads, String unit, ToDoubleBiFunction<Key, JmhRow> number) {
    List<Column> all =
        columns(threads).stream()
            .filter(column -> column.rows.keySet().stream().anyMatch(k -> k.method.equals(method)))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(title(method) + ", " + unit));
    all.forEach(column -> head.add(column.name));
    rows.add(head);
    for (Key key : keys(method)) {
      if (all.stream().anyMatch(column -> column.rows.containsKey(key))) {
        List<String> cells = new ArrayList<>(List.of(key.layer + " × " + key.batch));
        for (Column column : all) {
          JmhRow row = column.rows.get(key);
          cells.add(row == null ? "–" : Markdown.number(number.applyAsDouble(key, row)));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  /** In GFLOP/s. */
  private static double rate(JmhRow row, Key key) {
    long forward = ConvShape.of(key.layer).flop(key.batch);
    return (key.method.equals(BOTH) ? 3 : 1) * forward / row.micros() / 1e3;
  }

  private void chart(Markdown report, int threads) throws IOException {
    for (String method : List.of(FORWARD, BOTH)) {
      List<Column> all =
          columns(threads).stream()
              .filter(c -> c.rows.keySet().stream().anyMatch(key -> key.method.equals(method)))
              .toList();
      String title =
          "GFLOP/s, " + title(method) + ", " + threads + (threads == 1 ? " thread" : " threads");
      BarChart chart = BarChart.grouped(title, all.stream().map(Column::name).toList());
      for (Key key : keys(method)) {
        if (all.stream().anyMatch(column -> column.rows.containsKey(key))) {
          for (Column column : all) {
            JmhRow row = column.rows.get(key);
            double rate = row == null ? Double.NaN : rate(row, key);
            double error = row == null ? Double.NaN : rate * row.errorMicros() / row.micros();
            chart.add(
                key.layer + " × " + key.batch,
                rate,
                rate - error,
                rate + error,
                row == null ? "" : Markdown.number(rate));
          }
        }
      }
      String file = "conv-" + method + "-" + threads + ".svg";
      Files.writeString(directory.resolve(file), chart.toSvg());
      report.chart(title, file);
    }
  }
}
