package dev.zoetrope.render;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * 256 colours for a picture with one theme and several colormaps, such as an {@link Overview}. A
 * single colormap gets all its levels; several share them, so each gets fewer. The colours of
 * inputs count as one colormap and get as many levels.
 *
 * <pre>{@code
 * SharedPalette palette =
 *     new SharedPalette(List.of(Colormap.RED_WHITE_BLUE, Colormap.WHITE_INK), Theme.LIGHT);
 * IndexedImage image = palette.newImage(640, 480);
 * }</pre>
 */
public final class SharedPalette {

  private static final int OPAQUE = 0xFF000000;

  private final int[] argb;
  private final int levels;
  private final Map<Integer, Byte> indices = new HashMap<>();

  /** Makes a palette for a theme and some colormaps. */
  public SharedPalette(List<Colormap> colormaps, Theme theme) {
    this(colormaps, theme, new int[0]);
  }

  /**
   * Makes a palette that also has room for the colours of inputs.
   *
   * @param inputs 0xRRGGBB, each once
   */
  SharedPalette(List<Colormap> colormaps, Theme theme, int[] inputs) {
    List<Colormap> maps = colormaps.stream().distinct().toList();
    int room = Palette.LEVELS / (maps.size() + (inputs.length == 0 ? 0 : 1));
    // Odd, so that the middle of a diverging map keeps its colour.
    levels = room - 1 + room % 2;
    argb = Palette.of(maps.get(0), theme);
    int last = Palette.LEVELS - 1;
    for (int map = 0; map < maps.size(); map++) {
      for (int level = 0; level <= last; level++) {
        int kept = Math.round((float) level * (levels - 1) / last);
        int index = map * levels + kept;
        argb[index] = OPAQUE | maps.get(map).color(Math.round((float) kept * last / (levels - 1)));
        indices.put(OPAQUE | maps.get(map).color(level), (byte) index);
      }
    }
    addInputs(inputs, maps.size() * levels);
    for (int index = Palette.BACKGROUND; index < Palette.TRANSPARENT; index++) {
      indices.put(argb[index], (byte) index);
    }
  }

  private void addInputs(int[] inputs, int first) {
    if (inputs.length == 0) {
      return;
    }
    Map<Integer, Byte> chosen = new HashMap<>();
    MedianCut.of(inputs, Palette.LEVELS - first)
        .forEach(
            (color, kept) -> {
              byte index = chosen.computeIfAbsent(kept, k -> (byte) (first + chosen.size()));
              argb[index & 0xff] = OPAQUE | kept;
              indices.putIfAbsent(OPAQUE | color, index);
            });
  }

  /** Returns the number of levels of each colormap; with 251, all colours are exact. */
  public int levels() {
    return levels;
  }

  /** Returns a picture with these colours, as a target for {@link #convert}. */
  public IndexedImage newImage(int width, int height) {
    return new IndexedImage(width, height, argb);
  }

  /**
   * Copies a picture. Each colour becomes the nearest one of its colormap.
   *
   * @param target from {@link #newImage}, of the same size
   * @throws IllegalArgumentException if it has a colour that belongs neither to the colormaps nor
   *     to the theme
   */
  public void convert(BufferedImage picture, IndexedImage target) {
    int width = picture.getWidth();
    int[] row = new int[width];
    byte[] pixels = target.pixels();
    int color = 0;
    byte index = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        if (row[x] != color) {
          color = row[x];
          index = indexOf(color);
        }
        pixels[y * width + x] = index;
      }
    }
  }

  private byte indexOf(int color) {
    Byte index = indices.get(color);
    if (index == null) {
      throw new IllegalArgumentException("no colour %06X".formatted(color & 0xFFFFFF));
    }
    return index;
  }
}
