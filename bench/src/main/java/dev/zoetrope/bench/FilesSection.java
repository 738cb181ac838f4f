package dev.zoetrope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writing, reading and drawing recordings. */
final class FilesSection implements Report.Section {

  private static final String ALLOCATED = "kB allocated";

  private final Path directory;
  private final List<JmhRow> recording;
  private final List<JmhRow> pictures;

  private FilesSection(Path directory, List<JmhRow> recording, List<JmhRow> pictures) {
    this.directory = directory;
    this.recording = recording;
    this.pictures = pictures;
  }

  static FilesSection of(Path directory) throws IOException {
    return new FilesSection(
        directory,
        JmhRow.read(directory.resolve("recording.json")),
        JmhRow.read(directory.resolve("pictures.json")));
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
              + " decode each time; a zip is a packed recording.",
          SyntheticRun.bytesPerFrame());
      summary.table(writing());
      summary.table(reading());
    }
    if (!pictures.isEmpty()) {
      summary.heading(3, "How fast are pictures?");
      summary.table(pictures());
    }
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
    for (String method : List.of("open", "randomRead", "sequentialRead")) {
      String name =
          switch (method) {
            case "open" -> "open";
            case "randomRead" -> "a layer of a frame at random";
            default -> "the next frame, all six layers";
          };
      for (JmhRow row : of(recording, method)) {
        rows.add(
            List.of(
                String.format(
                    Locale.ROOT,
                    "%s, %,d frames, %s",
                    name,
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
              "read and draw "
                  + row.param("layer")
                  + (zoom.equals("window")
                      ? ", 3200 × 2000 pixels"
                      : ", cells of " + zoom + " pixels"),
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
  }
}
