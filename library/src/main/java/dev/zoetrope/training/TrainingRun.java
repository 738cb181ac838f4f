package dev.zoetrope.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.capture.BatchMetrics;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.network.ConvNet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Trains {@link ConvNet} on a data set and records the training. The same configuration, data,
 * engine, device and number of threads give the same weights and the same recording.
 *
 * <pre>{@code
 * TrainingConfiguration configuration = TrainingConfiguration.builder().epochs(1).build();
 * TrainingResult result =
 *     new TrainingRun(Mnist.load(), configuration).recordTo(file).run(TrainingObserver.NONE);
 * }</pre>
 */
public final class TrainingRun {

  private static final int TEST_BATCH = 1000;

  private final ImageDataset data;
  private final TrainingConfiguration configuration;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Path recording;
  private boolean replaces;

  /**
   * Prepares a run.
   *
   * @throws IllegalArgumentException if the configuration does not fit the data
   */
  public TrainingRun(ImageDataset data, TrainingConfiguration configuration) {
    this.data = data;
    this.configuration = configuration;
    ImageSet train = data.train();
    if (Math.min(train.height(), train.width()) < ConvNet.LEAST_SIDE) {
      throw new IllegalArgumentException(
          "images of %s are %s×%s pixels; the network needs sides of at least %s"
              .formatted(data.name(), train.width(), train.height(), ConvNet.LEAST_SIDE));
    }
    if (configuration.batchSize() > train.size()) {
      throw new IllegalArgumentException(
          "batch size %s is larger than the %s training images of %s"
              .formatted(configuration.batchSize(), train.size(), data.name()));
    }
    long steps = (long) configuration.epochs() * (train.size() / configuration.batchSize());
    if (steps >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d epochs are %,d steps, more than a recording can count; choose fewer",
              configuration.epochs(),
              steps));
    }
    for (int probe : configuration.probes()) {
      if (probe < 0 || probe >= data.test().size()) {
        throw new IllegalArgumentException(
            "probe %s is not one of the test images 0 to %s"
                .formatted(probe, data.test().size() - 1));
      }
    }
  }

  /** Sets the directory to record into. Without it, nothing is recorded. */
  public TrainingRun recordTo(Path directory) {
    recording = directory;
    return this;
  }

  /**
   * Sets whether to replace an existing recording; the default is false, and {@link #run} fails if
   * there is one. The old recording stays until the new one has its first frame.
   */
  public TrainingRun replacing(boolean wanted) {
    replaces = wanted;
    return this;
  }

  /** Adds a DJL listener, which is called as by {@code EasyTrain.fit}. */
  public TrainingRun addListener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Returns the number of steps in the run. */
  public int steps() {
    return configuration.epochs() * (data.train().size() / configuration.batchSize());
  }

  /** Returns the indices of the test images that are fed through after each step. */
  public List<Integer> probeIndices() {
    return configuration.probes().isEmpty()
        ? DefaultProbes.of(data.test())
        : configuration.probes();
  }

  /**
   * Returns sentences for people about choices made without being asked for: in preparing the data,
   * pooling at odd edges, and choosing probes.
   */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(data.preparation());
    ImageSet train = data.train();
    if (train.height() % ConvNet.LEAST_SIDE != 0 || train.width() % ConvNet.LEAST_SIDE != 0) {
      remarks.add("maps of odd height or width: pooling takes their last row or column by itself");
    }
    List<Integer> probes = probeIndices();
    if (configuration.probes().isEmpty() && probes.size() < data.classes()) {
      remarks.add(
          probes.size()
              + " of "
              + data.classes()
              + " classes have a probe: "
              + probes.stream()
                  .map(probe -> data.classNames().get(data.test().label(probe)))
                  .collect(Collectors.joining(", ")));
    }
    return List.copyOf(remarks);
  }

  /**
   * Trains on the calling thread to the end, or until the observer cancels.
   *
   * @throws EngineUnavailableException if the engine or the device is not available
   * @throws IOException if recording fails; the run ends, and committed frames can be read
   * @throws IllegalStateException if the directory exists; nothing is changed then
   */
  public TrainingResult run(TrainingObserver observer)
      throws EngineUnavailableException, IOException {
    Engine engine = Engines.find(configuration.engine());
    Device device = Engines.device(engine, configuration.device());
    engine.setRandomSeed((int) configuration.seed());
    try (ActivationRecorder recorder =
            recording == null
                ? null
                : new RunRecorder(this, data, configuration)
                    .start(
                        engine,
                        recording,
                        replaces,
                        (done, total) -> {
                          observer.onDeveloping(done, total);
                          return !observer.cancelled();
                        });
        Model model = Model.newInstance("convnet", device, engine.getEngineName())) {
      model.setBlock(ConvNet.create(configuration.activation(), data.classes()));
      return train(model, recorder, observer);
    }
  }

  private TrainingResult train(Model model, ActivationRecorder recorder, TrainingObserver observer)
      throws IOException {
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
            .optDevices(new Device[] {model.getNDManager().getDevice()})
            .optOptimizer(
                Optimizer.adam()
                    .optLearningRateTracker(Tracker.fixed(configuration.learningRate()))
                    .build())
            .addEvaluator(new Accuracy())
            .addTrainingListeners(listeners.toArray(TrainingListener[]::new));
    if (recorder != null) {
      config.addTrainingListeners(recorder);
    }
    try (Trainer trainer = model.newTrainer(config)) {
      trainer.initialize(shape(configuration.batchSize()));
      observer.onStart(
          "convnet",
          model.getBlock().getParameters().values().stream()
              .mapToLong(parameter -> parameter.getArray().size())
              .sum());
      boolean ended = false;
      try {
        TrainingResult result = loop(trainer, recorder, observer);
        if (recorder != null) {
          recorder.detail("test_accuracy", result.testAccuracy());
        }
        ended = !result.cancelled();
        return result;
      } finally {
        if (!ended && recorder != null) {
          recorder.cancel(); // before the trainer, whose end would complete it
        }
      }
    }
  }

  private TrainingResult loop(
      Trainer trainer, ActivationRecorder recorder, TrainingObserver observer) throws IOException {
    Minibatches minibatches = new Minibatches(data.train(), configuration.batchSize());
    SplittableRandom random = new SplittableRandom(configuration.seed());
    float testAccuracy = Float.NaN;
    long nanos = 0;
    int step = 0;
    for (int epoch = 1; epoch <= configuration.epochs(); epoch++) {
      minibatches.shuffle(random);
      for (int index = 0; index < minibatches.count(); index++) {
        long begin = System.nanoTime();
        BatchMetrics metrics = step(trainer, minibatches, index, recorder);
        nanos += System.nanoTime() - begin;
        step++;
        stopIfRecordingFailed(recorder);
        observer.onStep(
            new TrainingObserver.Step(
                step, steps(), epoch, configuration.epochs(), metrics.loss(), metrics.accuracy()));
        if (observer.cancelled()) {
          return new TrainingResult(step, true, testAccuracy, Duration.ofNanos(nanos));
        }
      }
      trainer.notifyListeners(listener -> listener.onEpoch(trainer));
      testAccuracy = test(trainer);
      observer.onEpoch(epoch, testAccuracy);
    }
    return new TrainingResult(step, false, testAccuracy, Duration.ofNanos(nanos));
  }

  private static BatchMetrics step(
      Trainer trainer, Minibatches minibatches, int index, ActivationRecorder recorder) {
    try (Batch batch = minibatches.get(trainer.getManager(), index)) {
      NDList labels = batch.getLabels();
      NDList predictions;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        predictions = trainer.forward(batch.getData(), labels);
        collector.backward(trainer.getLoss().evaluate(labels, predictions));
      }
      Device device = trainer.getDevices()[0];
      BatchData batchData =
          new BatchData(batch, Map.of(device, labels), Map.of(device, predictions));
      trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, batchData));
      trainer.step();
      return recorder == null ? BatchMetrics.of(trainer, batchData) : recorder.metrics();
    }
  }

  /** Ends the run if its recording has failed, since the recording is its purpose. */
  private static void stopIfRecordingFailed(ActivationRecorder recorder) throws IOException {
    if (recorder != null && recorder.failure().isPresent()) {
      recorder.close();
    }
  }

  private float test(Trainer trainer) {
    Minibatches batches = Minibatches.ofAll(data.test(), Math.min(TEST_BATCH, data.test().size()));
    long correct = 0;
    long seen = 0;
    for (int index = 0; index < batches.count(); index++) {
      try (Batch batch = batches.get(trainer.getManager(), index)) {
        NDArray predicted = trainer.evaluate(batch.getData()).singletonOrThrow().argMax(1);
        NDArray labels = batch.getLabels().singletonOrThrow().toType(DataType.INT64, false);
        correct += predicted.toType(DataType.INT64, false).eq(labels).countNonzero().getLong();
        seen += batch.getSize();
      }
    }
    return (float) correct / seen;
  }

  private Shape shape(int count) {
    ImageSet train = data.train();
    return new Shape(count, train.channels(), train.height(), train.width());
  }
}
