package dev.zoetrope.bench;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Time to append one frame of all six conv layers, and to read one layer of a frame at random. */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RecordingBenchmark {

  /** A recording to write into; frames are made outside of the measurement. */
  @State(Scope.Thread)
  public static class Writing {

    private Path directory;
    private RecordingWriter writer;
    private SyntheticRun run;
    private Frame frame;

    /** Starts a recording. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
      directory = Files.createTempDirectory("zoetrope-bench");
      writer = SyntheticRun.writer(directory, 0);
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
      SyntheticRun.delete(directory);
    }
  }

  /** A finished recording to read from. */
  @State(Scope.Benchmark)
  public static class Reading {

    /** How many frames it has. */
    @Param({"291", "10000"})
    public int frames;

    private Path directory;
    private Recording recording;
    private SplittableRandom random;
    private float[] values;

    /** Writes it. */
    @Setup(Level.Trial)
    public void write() throws IOException {
      directory = Files.createTempDirectory("zoetrope-bench");
      SyntheticRun run = new SyntheticRun();
      try (RecordingWriter writer = SyntheticRun.writer(directory, frames)) {
        for (int i = 0; i < frames; i++) {
          writer.append(run.next());
        }
        writer.complete();
      }
      // Room for one chunk only, so that nearly every read decodes.
      recording = Recording.open(directory, 1);
      random = new SplittableRandom(1);
      values = new float[SyntheticRun.PROBES * SyntheticRun.LAYERS.get(0).valuesPerProbe()];
    }

    /** Deletes it. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
      recording.close();
      SyntheticRun.delete(directory);
    }
  }

  /** Statistics, encoding, compression and files; commits as they fall due. */
  @Benchmark
  public int append(Writing state) throws IOException {
    state.writer.append(state.frame);
    state.writer.advanceCommit();
    return state.writer.frames();
  }

  /** File, decompression and decoding of conv1, the largest layer. */
  @Benchmark
  public float[] randomRead(Reading state) throws IOException {
    state.recording.activation("conv1", state.random.nextInt(state.frames), state.values);
    return state.values;
  }
}
