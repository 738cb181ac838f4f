package dev.zoetrope.bench;

import dev.zoetrope.bench.ConvMeasurements.Case;
import dev.zoetrope.bench.ConvMeasurements.Column;
import dev.zoetrope.bench.ConvMeasurements.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;

/** Tables of one method with one number of threads, the first row of each its head. */
final class ConvTables {

  private static final String ABSENT = "–";

  private final String method;
  private final List<Column> columns;
  private final Optional<Column> base;

  ConvTables(ConvMeasurements measurements, String method, int threads) {
    this.method = method;
    columns = measurements.columns(method, threads);
    base = measurements.base(threads);
  }

  static String title(String method) {
    return method.equals(ConvMeasurements.FORWARD) ? "forward" : "forward + backward";
  }

  private List<String> head(String corner) {
    List<String> head = new ArrayList<>(List.of(corner));
    columns.forEach(column -> head.add(column.name()));
    return head;
  }

  /** One number of each measurement: a row for each layer, a column for each engine. */
  List<List<String>> measurements(String unit, ToDoubleBiFunction<Case, JmhRow> number) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(head(title(method) + ", " + unit));
    for (Case key : ConvMeasurements.measured(method, columns)) {
      List<String> cells = new ArrayList<>(List.of(key.layer() + " × " + key.batch()));
      for (Column column : columns) {
        JmhRow row = column.rows().get(key);
        cells.add(row == null ? ABSENT : Markdown.number(number.applyAsDouble(key, row)));
      }
      rows.add(cells);
    }
    return rows;
  }

  /** Each engine's ratio: a row for each group of layers, a column for each engine. */
  List<List<String>> ratios() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(head(title(method)));
    for (Group group : ConvMeasurements.GROUPS) {
      List<Optional<ConvRatio>> ratios =
          columns.stream().map(column -> ratio(column, group)).toList();
      if (ratios.stream().anyMatch(Optional::isPresent)) {
        List<String> cells = new ArrayList<>(List.of(group.name()));
        ratios.forEach(ratio -> cells.add(ratio.map(ConvTables::cell).orElse(ABSENT)));
        rows.add(cells);
      }
    }
    return rows;
  }

  private Optional<ConvRatio> ratio(Column column, Group group) {
    return base.flatMap(other -> ConvRatio.of(column, other, group.keys(method)));
  }

  /** In italics where it may as well be 1. */
  private static String cell(ConvRatio ratio) {
    if (ratio.logError() == 0) {
      return "1";
    }
    String number = Markdown.number(ratio.value());
    return ratio.mayBeOne() ? "_" + number + "_" : number;
  }

  /** Each engine's ratio with its interval, for one group of layers after the other. */
  List<List<String>> intervals() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            title(method) + ", relative to " + ConvMeasurements.BASE,
            "engine",
            "ratio",
            "from",
            "to"));
    for (Group group : ConvMeasurements.GROUPS) {
      for (Column column : columns) {
        if (base.filter(column::equals).isEmpty()) {
          ratio(column, group)
              .ifPresent(
                  ratio ->
                      rows.add(
                          List.of(
                              group.name(),
                              column.name(),
                              Markdown.number(ratio.value()),
                              Markdown.number(ratio.low()),
                              Markdown.number(ratio.high()))));
        }
      }
    }
    return rows;
  }
}
