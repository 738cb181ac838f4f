package dev.zoetrope.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces many colours to a few: the box of colours that is longest in red, green or blue is split
 * at its median until there are enough boxes; the colours in a box are replaced by their mean
 * (Heckbert, "Color image quantization for frame buffer display", 1982).
 */
final class MedianCut {

  private MedianCut() {}

  /**
   * Chooses colours.
   *
   * @param colors 0xRRGGBB, each once
   * @param most the largest number of colours to choose
   * @return the replacement of each colour; the colour itself if there is room for all
   */
  static Map<Integer, Integer> of(int[] colors, int most) {
    List<int[]> boxes = new ArrayList<>(List.of(colors));
    while (boxes.size() < most) {
      int[] longest = boxes.stream().max(Comparator.comparingInt(MedianCut::length)).orElseThrow();
      if (length(longest) == 0) {
        break;
      }
      int shift = longestAxis(longest);
      int[] sorted =
          Arrays.stream(longest)
              .boxed()
              .sorted(Comparator.comparingInt(color -> color >> shift & 0xff))
              .mapToInt(color -> color)
              .toArray();
      boxes.remove(longest);
      boxes.add(Arrays.copyOfRange(sorted, 0, sorted.length / 2));
      boxes.add(Arrays.copyOfRange(sorted, sorted.length / 2, sorted.length));
    }
    Map<Integer, Integer> chosen = new HashMap<>();
    for (int[] box : boxes) {
      int mean = mean(box);
      Arrays.stream(box).forEach(color -> chosen.put(color, mean));
    }
    return chosen;
  }

  private static int length(int[] box) {
    return extent(box, longestAxis(box));
  }

  private static int longestAxis(int[] box) {
    int longest = 16;
    for (int shift = 8; shift >= 0; shift -= 8) {
      longest = extent(box, shift) > extent(box, longest) ? shift : longest;
    }
    return longest;
  }

  private static int extent(int[] box, int shift) {
    int min = 255;
    int max = 0;
    for (int color : box) {
      min = Math.min(min, color >> shift & 0xff);
      max = Math.max(max, color >> shift & 0xff);
    }
    return Math.max(0, max - min);
  }

  private static int mean(int[] box) {
    long[] sums = new long[3];
    for (int color : box) {
      sums[0] += color >> 16 & 0xff;
      sums[1] += color >> 8 & 0xff;
      sums[2] += color & 0xff;
    }
    int mean = 0;
    for (long sum : sums) {
      mean = mean << 8 | (int) ((2 * sum + box.length) / (2L * box.length));
    }
    return mean;
  }
}
