package dev.zoetrope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Writing, reading and drawing recordings. */
final class FilesSection implements Report.Section {

  private static final String ALLOCATED = "kB allocated";

  /** A benchmark of reading, and what reports call it. */
  private record Read(String method, String name) {}

  private static final List<Read> READS =
      List.of(
          new Read("open", "open"),
          new Read("randomRead", "a layer of a random frame"),
          new Read("sequentialRead", "the next frame, all six layers"));

  private final Path directory;
  private final List<JmhRow> recording;
  private final List<JmhRow> pictures;

  private FilesSection(Path directory, List<JmhRow> recording, List<JmhRow> pictures) {
    this.directory = directory;
    this.recording = recording;
    this.pictures = pictures;
  }

  static FilesSection of(Path directory, Results results) {
    return new FilesSection(directory, results.jmh("recording"), results.jmh("pictures"));
  }

  private static List<JmhRow> of(List<JmhRow> rows, String method) {
    return rows.stream().filter(row -> row.method().equals(method)).toList();
  }

  @Override
  public void summarize(Markdown summary) {
    if (!recording.isEmpty()) {
      summary.heading(3, "How fast are recordings written and read?");
      summary.paragraph(
          "The article's six conv layers, %,d bytes of float32 a frame, one thread. Reads are warm and"
              + " decode every time; a zip is a packed recording. Reading: medians in µs, by the number"
              + " of frames in the recording.",
          SyntheticRun.bytesPerFrame());
      summary.table(writing());
      summary.table(readingByLength());
    }
    if (!pictures.isEmpty()) {
      summary.heading(3, "How fast are pictures drawn?");
      summary.paragraph("Geometric means over the conv layers.");
      summary.table(picturesBySize());
    }
  }

  /** Medians, a column for each length of the recording. */
  private List<List<String>> readingByLength() {
    List<String> lengths =
        of(recording, "open").stream().map(row -> row.param("frames")).distinct().toList();
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("read, µs"));
    lengths.forEach(
        length -> head.add(String.format(Locale.ROOT, "%,d", Integer.parseInt(length))));
    rows.add(head);
    for (Read read : READS) {
      List<JmhRow> all = of(recording, read.method);
      for (String store : all.stream().map(row -> row.param("store")).distinct().toList()) {
        List<String> cells = new ArrayList<>(List.of(read.name + ", " + store));
        for (String length : lengths) {
          cells.add(
              all.stream()
                  .filter(row -> row.param("store").equals(store))
                  .filter(row -> row.param("frames").equals(length))
                  .map(row -> Markdown.number(row.percentiles().get("50.0")))
                  .findFirst()
                  .orElse("–"));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  private List<List<String>> picturesBySize() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("draw", "median", "99 %", "frames a second"));
    List<JmhRow> drawn = of(pictures, "nextFrame");
    for (String zoom : drawn.stream().map(row -> row.param("zoom")).distinct().toList()) {
      List<JmhRow> layers = drawn.stream().filter(row -> row.param("zoom").equals(zoom)).toList();
      rows.add(
          List.of(
              "read and draw a sheet, " + size(zoom),
              Markdown.time(mean(layers, row -> row.percentiles().get("50.0"))),
              Markdown.time(mean(layers, row -> row.percentiles().get("99.0"))),
              Markdown.number(1e6 / mean(layers, JmhRow::micros))));
    }
    List<JmhRow> gifs = of(pictures, "gifFrame");
    rows.add(List.of("encode a GIF", "", "", Markdown.number(1e6 / mean(gifs, JmhRow::micros))));
    return rows;
  }

  private static double mean(List<JmhRow> rows, ToDoubleFunction<JmhRow> value) {
    return Math.exp(rows.stream().mapToDouble(value).map(Math::log).average().orElse(Double.NaN));
  }

  private static String size(String zoom) {
    return zoom.equals("window") ? "3200 × 2000 pixels" : "cells of " + zoom + " pixels";
  }

  private List<List<String>> writing() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("write", "median", "99 %", "mean", "float32 in, a core", ALLOCATED));
    for (JmhRow row : of(recording, "append")) {
      rows.add(
          List.of(
              "a frame, " + row.param("precision").toLowerCase(Locale.ROOT),
              time(row, "50.0"),
              time(row, "99.0"),
              Markdown.time(row.micros()),
              Markdown.number(SyntheticRun.bytesPerFrame() / row.micros()) + " MB/s",
              allocated(row)));
    }
    for (JmhRow row : of(recording, "commit")) {
      rows.add(
          List.of(
              "a commit",
              time(row, "50.0"),
              time(row, "99.0"),
              Markdown.time(row.micros()),
              "",
              allocated(row)));
    }
    return rows;
  }

  private List<List<String>> reading() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("read", "median", "99 %", "99.9 %", "mean", ALLOCATED));
    for (Read read : READS) {
      for (JmhRow row : of(recording, read.method)) {
        rows.add(
            List.of(
                String.format(
                    Locale.ROOT,
                    "%s, %,d frames, %s",
                    read.name,
                    Integer.parseInt(row.param("frames")),
                    row.param("store")),
                time(row, "50.0"),
                time(row, "99.0"),
                time(row, "99.9"),
                Markdown.time(row.micros()),
                allocated(row)));
      }
    }
    return rows;
  }

  private List<List<String>> pictures() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("draw", "median", "99 %", "frames a second", ALLOCATED));
    for (JmhRow row : of(pictures, "nextFrame")) {
      String zoom = row.param("zoom");
      rows.add(
          List.of(
              "read and draw " + row.param("layer") + ", " + size(zoom),
              time(row, "50.0"),
              time(row, "99.0"),
              Markdown.number(1e6 / row.micros()),
              allocated(row)));
    }
    for (JmhRow row : of(pictures, "gifFrame")) {
      rows.add(
          List.of(
              "GIF of " + row.param("layer"),
              "",
              "",
              Markdown.number(1e6 / row.micros()),
              allocated(row)));
    }
    return rows;
  }

  private static String allocated(JmhRow row) {
    return Markdown.number(row.allocatedBytes() / 1e3);
  }

  private static String time(JmhRow row, String percentile) {
    return Markdown.time(row.percentiles().get(percentile));
  }

  @Override
  public void writeTo(Markdown report) throws IOException {
    writeRecordings(report);
    if (!pictures.isEmpty()) {
      report.heading(2, "Pictures");
      report.table(pictures());
    }
  }

  private void writeRecordings(Markdown report) throws IOException {
    List<JmhRow> reads = of(recording, "randomRead");
    if (reads.isEmpty()) {
      return;
    }
    BarChart chart = BarChart.grouped("Random read, µs", List.of("median", "99 %"));
    for (JmhRow row : reads) {
      String group = row.param("frames") + " frames, " + row.param("store");
      for (String percentile : List.of("50.0", "99.0")) {
        double micros = row.percentiles().get(percentile);
        chart.add(group, micros, Double.NaN, Double.NaN, Markdown.number(micros));
      }
    }
    Files.writeString(directory.resolve("reads.svg"), chart.toSvg());
    report.heading(2, "Recordings");
    report.chart("Random reads", "reads.svg");
    report.table(reading());
  }
}
