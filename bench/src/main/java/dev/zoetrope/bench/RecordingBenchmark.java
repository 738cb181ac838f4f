package dev.zoetrope.bench;

import dev.zoetrope.files.FileTree;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writing and reading recordings of the article's six conv layers, all on the calling thread.
 *
 * <p>Nothing can be optimised away: writing ends in files, and what is read goes into JMH's black
 * hole. Frames are made, and recordings to read written, outside the time; values drift from frame
 * to frame, so that they compress about as those of a run do. A thread has a recording of its own
 * to write and a reader of its own; each benchmark and parameter runs in a forked JVM. Reads are
 * warm: the file system has the files in memory; but the reader may keep one chunk only, so that
 * nearly every read decodes.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RecordingBenchmark {

  /** A recording to write into; frames are made outside of the measurement. */
  @State(Scope.Thread)
  public static class Writing {

    /** How exactly activations are stored. */
    @Param("INT8")
    public Precision precision;

    private Path directory;
    private RecordingWriter writer;
    private SyntheticRun run;
    private Frame frame;

    /** Starts a recording. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
      directory = Files.createTempDirectory("zoetrope-bench");
      writer = SyntheticRun.writer(directory, 0, precision, false);
      run = new SyntheticRun();
    }

    /** Makes the values of the next frame. */
    @Setup(Level.Invocation)
    public void nextFrame() {
      frame = run.next();
    }

    /** Deletes what was written. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
      writer.close();
      FileTree.delete(directory);
    }
  }

  /** A recording in which a frame waits to be committed. */
  @State(Scope.Thread)
  public static class Committing extends Writing {

    /** Appends outside of the measurement. */
    @Override
    @Setup(Level.Invocation)
    public void nextFrame() {
      super.nextFrame();
      try {
        super.writer.append(super.frame);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A finished recording. */
  @State(Scope.Benchmark)
  public static class Finished {

    /** How many frames it has. */
    @Param("291")
    public int frames;

    /** A directory, or packed as one zip. */
    @Param({"directory", "zip"})
    public String store;

    Path path;

    /** Looks for it, or writes it. */
    @Setup(Level.Trial)
    public void find() throws IOException {
      path = SyntheticRecordings.of(frames, store.equals("zip"));
    }
  }

  /** A reader that keeps one chunk. */
  @State(Scope.Thread)
  public static class Reading {

    private Recording recording;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<float[]> values = new ArrayList<>();
    private int frame = -1;

    /** Opens the recording. */
    @Setup(Level.Trial)
    public void open(Finished finished) throws IOException {
      recording = open(finished.path);
      for (Layer layer : SyntheticRun.LAYERS) {
        values.add(new float[SyntheticRun.PROBES * layer.valuesPerProbe()]);
      }
    }

    Recording open(Path path) throws IOException {
      return Recording.open(path, 1);
    }

    /** Closes it. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
      recording.close();
    }

    private float[] read(int layer, int at) throws IOException {
      float[] into = values.get(layer);
      recording.activation(SyntheticRun.LAYERS.get(layer).name(), at, into);
      return into;
    }
  }

  /** A reader with the cache that a player has. */
  @State(Scope.Thread)
  public static class Playing extends Reading {

    @Override
    Recording open(Path path) throws IOException {
      return Recording.open(path);
    }
  }

  /** Statistics, encoding, compression and files; commits as they fall due. */
  @Benchmark
  public int append(Writing state) throws IOException {
    state.writer.append(state.frame);
    state.writer.advanceCommit();
    return state.writer.frames();
  }

  /** Makes one frame readable. */
  @Benchmark
  public int commit(Committing state) throws IOException {
    Writing writing = state;
    writing.writer.commit();
    return writing.writer.frames();
  }

  /** From a path to a reader that knows layers and number of frames, and back. */
  @Benchmark
  public int open(Finished state) throws IOException {
    try (Recording recording = Recording.open(state.path)) {
      return recording.info().frames();
    }
  }

  /** A layer of a frame, both at random: file, decompression and decoding. */
  @Benchmark
  public float[] randomRead(Finished finished, Reading state) throws IOException {
    int layer = state.random.nextInt(SyntheticRun.LAYERS.size());
    return state.read(layer, state.random.nextInt(finished.frames));
  }

  /** All layers of the next frame, as in playing. */
  @Benchmark
  public List<float[]> sequentialRead(Finished finished, Playing state) throws IOException {
    Reading reading = state;
    reading.frame = (reading.frame + 1) % finished.frames;
    for (int layer = 0; layer < SyntheticRun.LAYERS.size(); layer++) {
      reading.read(layer, reading.frame);
    }
    return reading.values;
  }
}
