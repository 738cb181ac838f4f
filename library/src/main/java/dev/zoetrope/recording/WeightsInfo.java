package dev.zoetrope.recording;

import java.util.List;

/**
 * The weights in a recording: all parameters of the network, at some of the frames or all.
 *
 * <pre>{@code
 * recording.info().weights().ifPresent(weights -> System.out.println(weights.values() + " values"));
 * }</pre>
 *
 * @param precision how they are stored; never {@link WeightPrecision#NONE}
 * @param parameters the parameters, in the order of the network; shared ones appear once
 */
public record WeightsInfo(WeightPrecision precision, List<ParameterInfo> parameters) {

  /** Copies the list. */
  public WeightsInfo {
    parameters = List.copyOf(parameters);
  }

  /** Returns the number of values of all parameters. */
  public int values() {
    return parameters.stream().mapToInt(ParameterInfo::values).reduce(0, Math::addExact);
  }
}
