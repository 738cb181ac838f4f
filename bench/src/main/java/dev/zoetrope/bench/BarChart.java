package dev.zoetrope.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars in groups, as SVG. A bar may have several parts one after another, and an
 * interval drawn as a line over its end.
 *
 * <p>Text is only anchored, and never measured: charting libraries place it by the fonts of the
 * machine that writes, which may have none, while readers see it in theirs.
 */
final class BarChart {

  private static final List<String> COLOURS =
      List.of("#3b6ea8", "#d1783c", "#4f9a6b", "#a35aa0", "#b0a33c", "#7a7a7a");
  private static final int LABELS = 250;
  private static final int PLOT = 560;
  private static final int VALUES = 110;
  private static final int BAR = 14;
  private static final int GAP = 10;
  private static final int TOP = 64;

  private record Bar(String group, List<Double> parts, double low, double high, String text) {}

  private final String title;
  private final List<String> legend;
  private final boolean stacked;
  private final List<Bar> bars = new ArrayList<>();

  private BarChart(String title, List<String> legend, boolean stacked) {
    this.title = title;
    this.legend = legend;
    this.stacked = stacked;
  }

  /** Bars of a group are series, each with its colour. */
  static BarChart grouped(String title, List<String> series) {
    return new BarChart(title, series, false);
  }

  /** Each group is one bar, whose parts have their colours. */
  static BarChart stacked(String title, List<String> parts) {
    return new BarChart(title, parts, true);
  }

  /** Adds the next series of a group; NaN leaves its place empty. */
  void add(String group, double value, double low, double high, String text) {
    bars.add(new Bar(group, List.of(value), low, high, text));
  }

  void add(String group, List<Double> parts, String text) {
    bars.add(new Bar(group, parts, Double.NaN, Double.NaN, text));
  }

  String toSvg() {
    double most = 0;
    double least = 0;
    for (Bar bar : bars) {
      double sum = bar.parts.stream().mapToDouble(Double::doubleValue).sum();
      most = Math.max(most, Double.isFinite(bar.high) ? bar.high : Double.isFinite(sum) ? sum : 0);
      least = Math.min(least, Double.isFinite(bar.low) ? bar.low : 0);
    }
    double perUnit = PLOT / Math.max(most - least, 1e-12);
    double zero = LABELS - least * perUnit;
    StringBuilder body = new StringBuilder();
    int y = TOP;
    int seriesOfGroup = 0;
    String group = "";
    for (Bar bar : bars) {
      if (!bar.group.equals(group)) {
        y += group.isEmpty() ? 0 : GAP;
        group = bar.group;
        seriesOfGroup = 0;
        text(body, LABELS - 8, y + BAR - 3, "end", group);
      }
      draw(body, bar, y, zero, perUnit, seriesOfGroup++);
      y += BAR;
    }
    body.append(format("<path d=\"M%.1f %d V%d\" stroke=\"#888\"/>%n", zero, TOP - 4, y + 4));
    return frame(LABELS + PLOT + VALUES, y + GAP, body);
  }

  private void draw(StringBuilder body, Bar bar, int y, double zero, double perUnit, int series) {
    double x = zero;
    for (int part = 0; part < bar.parts.size(); part++) {
      double width = bar.parts.get(part) * perUnit;
      if (Double.isFinite(width)) {
        String colour = COLOURS.get((stacked ? part : series) % COLOURS.size());
        body.append(
            format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                Math.min(x, x + width), y, Math.abs(width), BAR - 2, colour));
        x += width;
      }
    }
    double end = Math.max(x, zero);
    if (Double.isFinite(bar.low) && Double.isFinite(bar.high)) {
      double low = zero + bar.low * perUnit;
      double high = zero + bar.high * perUnit;
      int middle = y + BAR / 2 - 1;
      body.append(
          format(
              "<path d=\"M%.1f %d H%.1f M%.1f %d v6 M%.1f %d v6\" stroke=\"#222\"/>%n",
              low, middle, high, low, middle - 3, high, middle - 3));
      end = Math.max(end, high);
    }
    text(body, end + 5, y + BAR - 3, "start", bar.text);
  }

  private String frame(int width, int height, StringBuilder body) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"11\" fill=\"#222\">%n",
            width, height));
    svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", width, height));
    svg.append("<g font-size=\"14\">\n");
    text(svg, 12, 22, "start", title);
    svg.append("</g>\n");
    int x = 12;
    for (int i = 0; i < legend.size(); i++) {
      svg.append(
          format(
              "<rect x=\"%d\" y=\"34\" width=\"10\" height=\"10\" fill=\"%s\"/>%n",
              x, COLOURS.get(i % COLOURS.size())));
      text(svg, x + 14, 43, "start", legend.get(i));
      x += 30 + 7 * legend.get(i).length();
    }
    return svg.append(body).append("</svg>\n").toString();
  }

  private static void text(StringBuilder out, double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    out.append(
        format(
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped));
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
