package dev.zoetrope.recording;

import java.util.List;

/**
 * One parameter of a network whose weights are recorded.
 *
 * <pre>{@code
 * ParameterInfo parameter = new ParameterInfo("conv1/01Conv2d/weight", "weight", List.of(4, 1, 3, 3));
 * }</pre>
 *
 * @param name the block's path and the parameter's name, joined by {@code /}
 * @param kind DJL's type of the parameter in lower case: {@code weight}, {@code bias}, {@code
 *     gamma}, {@code beta}, {@code running_mean}, {@code running_var} or {@code other}
 * @param shape the length of each axis
 */
public record ParameterInfo(String name, String kind, List<Integer> shape) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the name is empty or a length is not above 0
   */
  public ParameterInfo {
    shape = List.copyOf(shape);
    if (name.isEmpty() || shape.stream().anyMatch(length -> length <= 0)) {
      throw new IllegalArgumentException("parameter \"" + name + "\" cannot have shape " + shape);
    }
  }

  /** Returns the number of values. */
  public int values() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
