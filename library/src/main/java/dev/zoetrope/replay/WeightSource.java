package dev.zoetrope.replay;

import dev.zoetrope.recording.ParameterInfo;
import java.io.IOException;
import java.util.List;

/** The weights of the frames of a recording. */
interface WeightSource {

  /** Returns the parameters, in the order of their values. */
  List<ParameterInfo> parameters();

  /**
   * Reads the values of all parameters, one after the other; called from several threads.
   *
   * @throws IllegalArgumentException if there is no such frame, or it has no weights
   */
  void read(int frame, float[] out) throws IOException;

  /** Returns the number of values of all parameters. */
  default int values() {
    return parameters().stream().mapToInt(ParameterInfo::values).reduce(0, Math::addExact);
  }
}
