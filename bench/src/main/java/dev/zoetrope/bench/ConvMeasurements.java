package dev.zoetrope.bench;

import dev.zoetrope.bench.conv.ConvShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Times of convolutions, by engine, number of threads, method, layer and batch.
 *
 * @param columns the measurements of each JVM, threads first, then in the order of reports
 * @param peaks the fastest matrix product in GFLOP/s, by the number of threads; not of every number
 */
record ConvMeasurements(List<Column> columns, Map<Integer, Double> peaks) {

  static final String FORWARD = "forward";
  static final String BOTH = "forwardBackward";
  static final List<String> METHODS = List.of(FORWARD, BOTH);

  /** The engine that the others are compared with. */
  static final String BASE = "pytorch";

  /** What was measured. */
  record Case(String method, String layer, int batch) {

    /** Returns the rate in GFLOP/s; a backward pass counts as two forward passes. */
    double rate(JmhRow row) {
      long forward = ConvShape.of(layer).flop(batch);
      return (method.equals(BOTH) ? 3 : 1) * forward / row.micros() / 1e3;
    }
  }

  /** The measurements of one JVM. */
  record Column(String name, int threads, Map<Case, JmhRow> rows) {

    boolean has(String method) {
      return rows.keySet().stream().anyMatch(key -> key.method.equals(method));
    }
  }

  /** Layers that are compared together. */
  record Group(String name, List<ConvShape> shapes, int batch) {

    List<Case> keys(String method) {
      return shapes.stream().map(shape -> new Case(method, shape.name(), batch)).toList();
    }
  }

  static final List<Group> GROUPS = groups();

  private static List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (int batch : new int[] {1, 10, 1024}) {
      groups.add(new Group("the article's layers, batch " + batch, ConvShape.ARTICLE, batch));
    }
    for (int batch : new int[] {1, 10}) {
      groups.add(new Group("layers of common size, batch " + batch, ConvShape.LARGE, batch));
    }
    return List.copyOf(groups);
  }

  static ConvMeasurements of(Results results) {
    List<Column> columns = new ArrayList<>();
    Map<Integer, Double> peaks = new LinkedHashMap<>();
    for (int threads : IntStream.of(1, results.run().machine().cores()).distinct().toArray()) {
      for (boolean keepMemory : new boolean[] {true, false}) {
        for (String engine : BenchPlan.ENGINES) {
          String task = ReportFiles.conv(engine, threads, keepMemory);
          Map<Case, JmhRow> rows = new LinkedHashMap<>();
          for (JmhRow row : results.jmh(task)) {
            if (row.method().equals("matmul")) {
              double flop = 2 * Math.pow(Double.parseDouble(row.param("side")), 3);
              peaks.merge(threads, flop / row.micros() / 1e3, Math::max);
            } else {
              int batch = Integer.parseInt(row.param("batch"));
              rows.put(new Case(row.method(), row.param("layer"), batch), row);
            }
          }
          if (!rows.isEmpty()) {
            String name = keepMemory ? engine : engine + ", plain malloc";
            columns.add(new Column(name, threads, rows));
          }
        }
      }
    }
    return new ConvMeasurements(columns, peaks);
  }

  boolean isEmpty() {
    return columns.isEmpty();
  }

  List<Integer> threadCounts() {
    return columns.stream().map(Column::threads).distinct().sorted().toList();
  }

  /** Returns the JVMs that measured a method with so many threads. */
  List<Column> columns(String method, int threads) {
    return columns.stream()
        .filter(column -> column.threads == threads && column.has(method))
        .toList();
  }

  /** Returns the one that the others are compared with, if it was measured. */
  Optional<Column> base(int threads) {
    return columns.stream()
        .filter(column -> column.threads == threads && column.name.equals(BASE))
        .findFirst();
  }

  /** Returns what at least one of the columns has, in the order of reports. */
  static List<Case> measured(String method, List<Column> columns) {
    return GROUPS.stream()
        .flatMap(group -> group.keys(method).stream())
        .filter(key -> columns.stream().anyMatch(column -> column.rows.containsKey(key)))
        .toList();
  }
}
