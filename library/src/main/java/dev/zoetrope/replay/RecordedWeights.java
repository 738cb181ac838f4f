package dev.zoetrope.replay;

import dev.zoetrope.recording.ParameterInfo;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.util.List;

/** The weights in a recording. */
record RecordedWeights(Recording recording, List<ParameterInfo> parameters)
    implements WeightSource {

  /**
   * Finds the weights of a recording.
   *
   * @throws IllegalArgumentException if it has none
   */
  static RecordedWeights of(Recording recording) {
    return recording
        .info()
        .weights()
        .map(info -> new RecordedWeights(recording, info.parameters()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    recording.path()
                        + " has no weights, so its network cannot be run again; record it with"
                        + " weights, which RecorderBuilder.weights switches on and off"));
  }

  @Override
  public void read(int frame, float[] out) throws IOException {
    recording.weights(frame, out);
  }
}
