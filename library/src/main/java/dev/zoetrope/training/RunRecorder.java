package dev.zoetrope.training;

import ai.djl.engine.Engine;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.capture.RecorderBuilder;
import dev.zoetrope.capture.Schedules;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Makes the recorder of a run, which also records the run's settings. */
final class RunRecorder {

  private final TrainingRun run;
  private final ImageDataset data;
  private final TrainingConfiguration configuration;

  RunRecorder(TrainingRun run, ImageDataset data, TrainingConfiguration configuration) {
    this.run = run;
    this.data = data;
    this.configuration = configuration;
  }

  /**
   * Returns a recorder that waits for the first batch.
   *
   * @param developing is told of the progress of computing activations after training
   * @throws IllegalStateException if something exists at the path and {@code replaces} is false
   */
  ActivationRecorder start(Engine engine, Path directory, boolean replaces, Progress developing) {
    RecorderBuilder builder = ActivationRecorder.to(directory);
    if (replaces) {
      builder.replace();
    }
    configuration.maxOverhead().ifPresent(builder::maxOverhead);
    if (data.namesClasses()) {
      builder.classNames(data.classNames());
    }
    if (!run.remarks().isEmpty()) {
      builder.detail("data_preparation", run.remarks());
    }
    if (configuration.deferred()) {
      builder.deferred(developing);
    }
    int every = configuration.every();
    int weightsEvery = configuration.weightsEvery();
    return builder
        .probes(probes())
        .layers(configuration.layers().toArray(String[]::new))
        .precision(configuration.precision())
        .durable(configuration.durable())
        .weights(
            configuration.weights(), Schedules.every(weightsEvery).or(step -> step == run.steps()))
        .steps(Schedules.every(every).or(step -> step == run.steps()))
        .plannedFrames(run.steps() / every + 1 + (run.steps() % every == 0 ? 0 : 1))
        .name("ConvNet on " + data.name())
        .detail("dataset", data.name())
        .detail("network", RecordedNetwork.CONVNET)
        .detail("activation", configuration.activation().name().toLowerCase(Locale.ROOT))
        .detail("epochs", configuration.epochs())
        .detail("batch_size", configuration.batchSize())
        .detail("steps", run.steps())
        .detail("optimizer", "adam")
        .detail("learning_rate", configuration.learningRate())
        .detail("seed", configuration.seed())
        .detail("engine", engine.getEngineName())
        .detail("engine_version", engine.getVersion())
        .detail("device", configuration.device())
        .detail("probe_indices", run.probeIndices())
        .build();
  }

  private Probes probes() {
    ImageSet test = data.test();
    List<Integer> indices = run.probeIndices();
    float[] input = new float[indices.size() * test.valuesPerImage()];
    long[] labels = new long[indices.size()];
    for (int i = 0; i < labels.length; i++) {
      test.copyTo(indices.get(i), input, i * test.valuesPerImage());
      labels[i] = test.label(indices.get(i));
    }
    return new Probes(List.of(test.channels(), test.height(), test.width()), input, labels);
  }
}
