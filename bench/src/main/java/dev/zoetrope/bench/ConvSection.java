package dev.zoetrope.bench;

import dev.zoetrope.bench.conv.ConvShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  static ConvSection of(Path directory, RunRecord run) throws IOException {
    List<Column> columns = new ArrayList<>();
    Map<Integer, Double> peaks = new LinkedHashMap<>();
    for (int threads : IntStream.of(1, run.machine().cores()).distinct().toArray()) {
      for (boolean keepMemory : new boolean[] {true, false}) {
        for (String engine : BenchPlan.ENGINES) {
          String file = ReportFiles.conv(engine, threads, keepMemory);
          Map<Key, JmhRow> rows = new LinkedHashMap<>();
          for (JmhRow row : JmhRow.read(directory.resolve(file + ".json"))) {
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
        "Time relative to PyTorch through DJL, geometric mean over the layers of a group, %d"
            + " threads; below 1 is faster. The interval follows from JMH's 99.9 %% intervals of the"
            + " single measurements.",
        allThreads());
    summary.table(relativeTable(FORWARD, allThreads()));
    summary.table(relativeTable(BOTH, allThreads()));
    for (String method : List.of(FORWARD, BOTH)) {
      sentence(method).ifPresent(text -> summary.paragraph("%s", text));
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
        cells.add(
            Ratio.of(column, base.get(), group.keys(method)).map(Ratio::toString).orElse("–"));
      }
      if (cells.subList(1, cells.size()).stream().anyMatch(cell -> !cell.equals("–"))) {
        rows.add(cells);
      }
    }
    return rows;
  }

  /** Says in words who wins each group, where the intervals leave no doubt. */
  private Optional<String> sentence(String method) {
    List<Column> all =
        columns(allThreads()).stream().filter(column -> !column.name.contains(",")).toList();
    Optional<Column> base = all.stream().filter(column -> column.name.equals(BASE)).findFirst();
    if (base.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (Group group : groups()) {
      Column best = null;
      Ratio bestRatio = null;
      double nextLow = Double.POSITIVE_INFINITY;
      for (Column column : all) {
        Optional<Ratio> ratio = Ratio.of(column, base.get(), group.keys(method));
        if (ratio.isPresent() && (bestRatio == null || ratio.get().value < bestRatio.value)) {
          nextLow = bestRatio == null ? nextLow : Math.min(nextLow, bestRatio.low());
          best = column;
          bestRatio = ratio.get();
        } else if (ratio.isPresent()) {
          nextLow = Math.min(nextLow, ratio.get().low());
        }
      }
      if (best != null && Double.isFinite(nextLow)) {
        boolean sure = bestRatio.high() < nextLow;
        parts.add(
            group.name
                + ": **"
                + best.name
                + "**"
                + (sure ? "" : " (but the intervals overlap with the next)"));
      }
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("Fastest, " + title(method) + ": " + String.join("; ", parts) + ".");
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

    @Override
    public String toString() {
      return logError == 0
          ? "1"
          : String.format(
              Locale.ROOT,
              "%s (%s…%s)",
              Markdown.number(value),
              Markdown.number(low()),
              Markdown.number(high()));
    }
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    if (columns.isEmpty()) {
      return;
    }
    report.heading(2, "Convolutions");
    report.paragraph(
        "Time of one operation, mean ± half of JMH's 99.9 %% interval; GFLOP/s; per cent of the"
            + " fastest matrix product in the same run. Backward counts as two forwards and yields the"
            + " gradients by input and by weights. Each result was compared with a plain Java loop in"
            + " double precision before the clock started: off by at most 1e-5 of the sum of the"
            + " absolute products. glibc keeps freed memory, as `./zoetrope record` makes it, unless"
            + " a column says plain malloc. TensorFlow computes in its layout, image-y-x-channel.");
    for (int threads : threadCounts) {
      Double peak = peaks.get(threads);
      report.heading(3, threads == 1 ? "1 thread" : threads + " threads");
      if (peak != null) {
        report.paragraph("Matrix product at its best: %s GFLOP/s.", Markdown.number(peak));
      }
      for (String method : List.of(FORWARD, BOTH)) {
        report.table(absoluteTable(method, threads));
      }
      chart(report, threads);
    }
  }

  private List<Key> keys(String method) {
    return groups().stream().flatMap(group -> group.keys(method).stream()).toList();
  }

  private List<List<String>> absoluteTable(String method, int threads) {
    List<Column> all = columns(threads);
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(title(method)));
    all.forEach(column -> head.add(column.name));
    rows.add(head);
    for (Key key : keys(method)) {
      if (all.stream().anyMatch(column -> column.rows.containsKey(key))) {
        List<String> cells = new ArrayList<>(List.of(key.layer + " × " + key.batch));
        all.forEach(column -> cells.add(cell(column.rows.get(key), key, peaks.get(threads))));
        rows.add(cells);
      }
    }
    return rows;
  }

  private static String cell(JmhRow row, Key key, Double peak) {
    if (row == null) {
      return "–";
    }
    double rate = rate(row, key);
    String share = peak == null ? "" : String.format(Locale.ROOT, " (%.0f %%)", 100 * rate / peak);
    return String.format(
        Locale.ROOT,
        "%s ±%.0f %%, %s%s",
        Markdown.time(row.micros()),
        100 * row.errorMicros() / row.micros(),
        Markdown.number(rate),
        share);
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
