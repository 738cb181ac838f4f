package dev.zoetrope.pass;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The axis of an output along which the probes lie, found by running two different numbers of
 * probes.
 *
 * @param axis the axis, from 0; −1 if there is a single probe and the output has dropped its axis
 * @param obstacle why there is no such axis, or null
 * @param guessed whether the axis is not certain
 */
record ProbeAxis(int axis, String obstacle, boolean guessed) {

  private static ProbeAxis none(String obstacle) {
    return new ProbeAxis(0, obstacle, false);
  }

  /**
   * Finds the axis whose length follows the number of probes.
   *
   * @param some the shape for {@code count} probes
   * @param more the shape for one probe more; null if the network does not run on that many
   */
  static ProbeAxis of(Shape some, Shape more, int count) {
    if (more == null) {
      return guess(some, count);
    }
    if (some.dimension() != more.dimension()) {
      return count == 1 ? lost(some, more) : none(shapes(some, more, count));
    }
    List<Integer> changed = new ArrayList<>();
    for (int axis = 0; axis < some.dimension(); axis++) {
      if (some.get(axis) != more.get(axis)) {
        changed.add(axis);
      }
    }
    if (changed.isEmpty()) {
      return none("it has no probe axis: its shape is %s for any number of probes".formatted(some));
    }
    int axis = changed.get(0);
    if (changed.size() > 1 || some.get(axis) != count || more.get(axis) != count + 1) {
      return none("none of its axes is the probe axis: " + shapes(some, more, count));
    }
    return new ProbeAxis(axis, null, false);
  }

  private static String shapes(Shape some, Shape more, int count) {
    return "its shape is %s for %s probes and %s for %s".formatted(some, count, more, count + 1);
  }

  /** Checks whether the network drops the axis if there is only one probe. */
  private static ProbeAxis lost(Shape one, Shape two) {
    for (int axis = 0; axis < two.dimension(); axis++) {
      if (two.get(axis) == 2 && without(two, axis).equals(one)) {
        return new ProbeAxis(-1, null, false);
      }
    }
    return none(shapes(one, two, 1));
  }

  private static Shape without(Shape shape, int axis) {
    return shape.slice(0, axis).addAll(shape.slice(axis + 1));
  }

  private static ProbeAxis guess(Shape shape, int count) {
    List<Integer> fitting = new ArrayList<>();
    for (int axis = 0; axis < shape.dimension(); axis++) {
      if (shape.get(axis) == count) {
        fitting.add(axis);
      }
    }
    return fitting.isEmpty()
        ? none(
            "it has no axis of length %s, the number of probes: its shape is %s"
                .formatted(count, shape))
        : new ProbeAxis(fitting.get(0), null, fitting.size() > 1);
  }
}
