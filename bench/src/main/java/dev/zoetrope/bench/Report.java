package dev.zoetrope.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report of a run, made from what the run left in its directory. */
final class Report {

  static final String FILE = "report.md";
  private static final String BEGIN = "<!-- benchmarks: begin -->";
  private static final String END = "<!-- benchmarks: end -->";

  /** One part of a report; without results it writes nothing. */
  interface Section {

    /** Writes all there is, and the charts into the directory. */
    void writeTo(Markdown report) throws IOException;

    /** Writes what most readers want to know. */
    void summarize(Markdown summary);
  }

  private final Path directory;
  private final RunRecord run;
  private final List<Section> sections;

  private Report(Path directory, RunRecord run, List<Section> sections) {
    this.directory = directory;
    this.run = run;
    this.sections = sections;
  }

  static Report of(Path directory) throws IOException {
    Results results = Results.read(directory);
    return new Report(
        directory,
        results.run(),
        List.of(
            ConvSection.of(directory, results),
            TrainingSection.of(directory, results),
            CaptureSection.of(directory, results),
            FilesSection.of(directory, results)));
  }

  void write() throws IOException {
    Markdown report = new Markdown();
    report.heading(1, "Benchmarks, " + run.date());
    report.table(machine());
    if (!run.leftOut().isEmpty()) {
      report.paragraph("Left out: %s.", String.join("; ", run.leftOut()));
    }
    summarizeTo(report.heading(2, "Summary"));
    for (Section section : sections) {
      section.writeTo(report);
    }
    Files.writeString(directory.resolve(FILE), report.toString());
  }

  private List<List<String>> machine() {
    Machine machine = run.machine();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", ""));
    rows.add(List.of("processor", machine.cpu() + ", " + machine.cores() + " cores"));
    rows.add(
        List.of(
            "memory",
            String.format(Locale.ROOT, "%.0f GiB", machine.memoryBytes() / (double) (1L << 30))));
    rows.add(List.of("system", machine.system()));
    rows.add(List.of("Java", machine.jdk()));
    rows.add(List.of("Zoetrope", run.version()));
    rows.add(List.of("convolutions on", run.device()));
    for (Map.Entry<String, String> engine : run.engines().entrySet()) {
      rows.add(List.of(engine.getKey(), engine.getValue()));
    }
    rows.add(
        List.of(
            "command",
            String.format(
                Locale.ROOT,
                "%s, %.1f minutes",
                run.quick() ? "`./zoetrope bench --quick`" : "`./zoetrope bench`",
                run.minutes())));
    return rows;
  }

  private void summarizeTo(Markdown summary) {
    sections.forEach(section -> section.summarize(summary));
  }

  /**
   * Replaces what a file has between two marks.
   *
   * @throws IOException if it has no such marks
   */
  void replaceSection(Path file) throws IOException {
    String text = Files.readString(file);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no section from " + BEGIN + " to " + END);
    }
    Markdown summary = new Markdown();
    Machine machine = run.machine();
    summary.paragraph(
        "%s: %s, %d cores, %s, %s. [The report](%s) has every measurement, with intervals and"
            + " charts; `./zoetrope bench --report DIR --into FILE` wrote this summary from it.",
        run.date(),
        machine.cpu(),
        machine.cores(),
        machine.system(),
        machine.jdk(),
        linkFrom(file));
    summarizeTo(summary);
    Files.writeString(
        file,
        text.substring(0, begin + BEGIN.length()) + "\n\n" + summary + "\n" + text.substring(end));
  }

  private String linkFrom(Path file) {
    Path base = file.toAbsolutePath().normalize().getParent();
    Path target = directory.resolve(FILE).toAbsolutePath().normalize();
    return base.relativize(target).toString().replace('\\', '/');
  }
}
