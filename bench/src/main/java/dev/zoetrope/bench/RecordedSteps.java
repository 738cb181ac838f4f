package dev.zoetrope.bench;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.capture.RecorderBuilder;
import dev.zoetrope.files.FileTree;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A recorder, as a user has it. */
final class RecordedSteps implements StepAction {

  private final Path parent;
  private final ActivationRecorder recorder;

  RecordedSteps(Path under, UnaryOperator<RecorderBuilder> options) throws IOException {
    parent = Files.createTempDirectory(under, "zoetrope-bench");
    recorder = options.apply(ActivationRecorder.to(recording())).build();
  }

  private Path recording() {
    return parent.resolve("run.zarr");
  }

  @Override
  public void onBatch(Trainer trainer, BatchData batch) {
    recorder.onTrainingBatch(trainer, batch);
  }

  @Override
  public boolean worksInBackground() {
    return true;
  }

  @Override
  public int frames() throws IOException {
    recorder.close();
    try (Recording recording = Recording.open(recording())) {
      return recording.info().exposed();
    }
  }

  @Override
  public long storedBytes() throws IOException {
    recorder.close();
    try (Stream<Path> files = Files.walk(parent)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public void close() throws IOException {
    recorder.close();
    FileTree.delete(parent);
  }
}
