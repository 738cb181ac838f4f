package dev.zoetrope.render;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A bitmap font. A glyph has 5 × 7 pixels, plus two rows below the baseline; glyphs are 6 pixels
 * apart. {@code pixel-font.txt} defines printable ASCII and {@code × − · …}; other characters
 * appear as {@code ?}.
 */
final class PixelFont {

  /** Pixels from one glyph to the next. */
  static final int ADVANCE = 6;

  /** Height of a capital letter in pixels. */
  static final int CAP_HEIGHT = 7;

  /** Height of a line with descenders in pixels. */
  static final int HEIGHT = 9;

  private static final String HEADER = "glyphs ";
  private static final String[] BEYOND_ASCII = {"×", "−", "·", "…"};
  private static final int[][] GLYPHS = load();

  private PixelFont() {}

  /** Receives the pixels, as rectangles. */
  interface Pen {
    void fill(int x, int y, int width, int height);
  }

  static int width(String text, int scale) {
    return text.isEmpty() ? 0 : (text.length() * ADVANCE - 1) * scale;
  }

  /** Draws text whose top left corner is at (x, y). */
  static void draw(String text, int x, int y, int scale, Pen pen) {
    for (int i = 0; i < text.length(); i++) {
      int[] rows = GLYPHS[slot(text.charAt(i))];
      for (int row = 0; row < HEIGHT; row++) {
        drawRow(rows[row], x + i * ADVANCE * scale, y + row * scale, scale, pen);
      }
    }
  }

  private static void drawRow(int bits, int x, int y, int scale, Pen pen) {
    int column = 0;
    while (bits >> column != 0) {
      column += Integer.numberOfTrailingZeros(bits >> column);
      int run = Integer.numberOfTrailingZeros(~(bits >> column));
      pen.fill(x + column * scale, y, run * scale, scale);
      column += run;
    }
  }

  private static int slot(char c) {
    if (c >= ' ' && c <= '~') {
      return c - ' ';
    }
    for (int i = 0; i < BEYOND_ASCII.length; i++) {
      if (BEYOND_ASCII[i].charAt(0) == c) {
        return '~' - ' ' + 1 + i;
      }
    }
    return '?' - ' ';
  }

  private static int[][] load() {
    int[][] glyphs = new int['~' - ' ' + 1 + BEYOND_ASCII.length][HEIGHT];
    try (InputStream in = PixelFont.class.getResourceAsStream("pixel-font.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      for (int line = 0; line < lines.size(); line += HEIGHT + 1) {
        String names = lines.get(line).substring(HEADER.length());
        for (int i = 0; i < names.length(); i++) {
          for (int row = 0; row < HEIGHT; row++) {
            String art = lines.get(line + 1 + row).substring(i * ADVANCE, i * ADVANCE + 5);
            glyphs[slot(names.charAt(i))][row] = bits(art);
          }
        }
      }
      return glyphs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int bits(String art) {
    int bits = 0;
    for (int i = 0; i < art.length(); i++) {
      bits |= art.charAt(i) == '#' ? 1 << i : 0;
    }
    return bits;
  }
}
