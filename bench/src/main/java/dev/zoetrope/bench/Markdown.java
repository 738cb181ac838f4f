package dev.zoetrope.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes headings, sentences and tables. */
final class Markdown {

  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String title) {
    return line("#".repeat(level) + " " + title).line("");
  }

  Markdown paragraph(String format, Object... values) {
    return line(String.format(Locale.ROOT, format, values)).line("");
  }

  Markdown chart(String title, String file) {
    return paragraph("![%s](%s)", title, file);
  }

  /** Writes a table; the first row is its head. A table without any other row is left out. */
  Markdown table(List<List<String>> rows) {
    if (rows.size() < 2) {
      return this;
    }
    row(rows.get(0));
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < rows.get(0).size(); i++) {
      rule.add(i == 0 ? "---" : "--:");
    }
    row(rule);
    rows.subList(1, rows.size()).forEach(this::row);
    return line("");
  }

  private void row(List<String> cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private Markdown line(String line) {
    text.append(line).append('\n');
    return this;
  }

  /** Three significant digits, which is more than most of these figures deserve. */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    double magnitude = Math.abs(value);
    int digits = magnitude >= 99.95 ? 0 : magnitude >= 9.995 ? 1 : magnitude >= 0.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /** A time in the unit that suits it. */
  static String time(double micros) {
    return micros < 1000 ? number(micros) + " µs" : number(micros / 1000) + " ms";
  }

  static String signedPercent(double ratio) {
    return String.format(Locale.ROOT, "%+.2f %%", 100 * ratio);
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }
}
