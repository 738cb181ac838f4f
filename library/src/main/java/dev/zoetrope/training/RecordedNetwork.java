package dev.zoetrope.training;

import ai.djl.nn.Block;
import dev.zoetrope.network.ConvNet;
import dev.zoetrope.recording.ParameterInfo;
import dev.zoetrope.recording.RecordingInfo;
import dev.zoetrope.recording.WeightsInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds the network of a {@link TrainingRun} again, from its recording. */
final class RecordedNetwork {

  static final String CONVNET = "convnet";

  private RecordedNetwork() {}

  /**
   * Returns a supplier of new networks, not initialized, with the structure of the recorded one;
   * empty if the recording is not that of a {@link TrainingRun}, or has no weights.
   */
  static Optional<Supplier<Block>> of(RecordingInfo info) {
    Map<String, Object> details = info.run().details();
    if (!CONVNET.equals(details.get("network"))
        || !(details.get("activation") instanceof String activation)) {
      return Optional.empty();
    }
    return classes(info.weights())
        .map(
            classes ->
                () ->
                    ConvNet.create(
                        ConvNet.ActivationFunction.valueOf(activation.toUpperCase(Locale.ROOT)),
                        classes));
  }

  /** The last parameter is the bias of the last layer, one for each class. */
  private static Optional<Integer> classes(Optional<WeightsInfo> weights) {
    List<ParameterInfo> parameters = weights.map(WeightsInfo::parameters).orElse(List.of());
    return parameters.isEmpty()
        ? Optional.empty()
        : Optional.of(parameters.get(parameters.size() - 1).values());
  }
}
