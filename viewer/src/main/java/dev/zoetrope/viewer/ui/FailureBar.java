package dev.zoetrope.viewer.ui;

import dev.zoetrope.recording.RecordingFormatException;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Shows that a view cannot show something: white on red, above its last picture. */
public final class FailureBar {

  private static final Color RED = new Color(0xB3261E);
  private static final int MARGIN = 12;

  private FailureBar() {}

  /** Returns the text for a frame that cannot be shown. */
  public static String text(int frame, Throwable e) {
    boolean damage = e instanceof RecordingFormatException;
    String other = damage ? " Other frames may be intact." : "";
    return "Frame " + frame + " cannot be shown: " + withStop(reason(e)) + other;
  }

  /** Describes a failure for the user. */
  public static String reason(Throwable e) {
    if (e instanceof RecordingFormatException damage) {
      String what = damage.array().isEmpty() ? "the recording" : damage.array();
      return what + " " + damage.reason();
    }
    if (e instanceof OutOfMemoryError) {
      return "there is not enough memory; zoom out, or start Java with a larger -Xmx";
    }
    // The class name of a bug says more than its message.
    boolean fault = e instanceof RuntimeException || e instanceof Error;
    return fault || e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String withStop(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  /** Paints the text at the top of the visible part, in as many lines as needed. */
  static void paint(Graphics2D g, Rectangle visible, String text) {
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    FontMetrics metrics = g.getFontMetrics();
    List<String> lines = lines(text, metrics, visible.width - 2 * MARGIN);
    g.setColor(RED);
    g.fillRect(visible.x, visible.y, visible.width, lines.size() * metrics.getHeight() + MARGIN);
    g.setColor(Color.WHITE);
    int y = visible.y + MARGIN / 2 + metrics.getAscent();
    for (String line : lines) {
      g.drawString(line, visible.x + MARGIN, y);
      y += metrics.getHeight();
    }
  }

  /**
   * Returns a picture to show instead of one that cannot be drawn, if there is no room for text.
   */
  public static BufferedImage sign(int width, int height) {
    BufferedImage sign = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = sign.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    int size = Math.min(width, height) / 3;
    int x = (width - size) / 2;
    int y = (height - size) / 2;
    g.setColor(RED);
    g.fillOval(x, y, size, size);
    g.setColor(Color.WHITE);
    g.fillRect(x + size / 4, y + size * 4 / 9, size - 2 * (size / 4), Math.max(1, size / 9));
    g.dispose();
    return sign;
  }

  private static List<String> lines(String text, FontMetrics metrics, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (line.isEmpty() || metrics.stringWidth(longer) <= width) {
        line = longer;
      } else {
        lines.add(line);
        line = word;
      }
    }
    lines.add(line);
    return lines;
  }
}
