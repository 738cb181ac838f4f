package dev.zoetrope.render;

import java.util.List;

/**
 * A layer's shape as maps. The first axis is the channels and the last is the width; the axes in
 * between are stacked into the height.
 */
record MapShape(int channels, int height, int width) {

  static MapShape of(List<Integer> shape) {
    int channels = shape.get(0);
    int width = shape.size() == 1 ? 1 : shape.get(shape.size() - 1);
    int height = 1;
    for (int axis = 1; axis < shape.size() - 1; axis++) {
      height = Math.multiplyExact(height, shape.get(axis));
    }
    return new MapShape(channels, height, width);
  }

  int values() {
    return height * width;
  }

  /** Returns whether a map is a single number or a single row. */
  boolean flat() {
    return height == 1;
  }
}
