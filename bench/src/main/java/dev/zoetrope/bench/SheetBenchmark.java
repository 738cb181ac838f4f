package dev.zoetrope.bench;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetLayout;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time to read and draw one frame of conv1's sheet, as large as fits a window of 1600 × 1000 on a
 * screen of two pixels a unit: 3200 × 2000 pixels.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class SheetBenchmark {

  private static final int FRAMES = 128;
  private static final int WIDTH = 3200;
  private static final int HEIGHT = 2000;

  private Path directory;
  private Recording recording;
  private SheetRenderer renderer;
  private IndexedImage image;
  private float[] values;
  private int frame;

  /** Writes a recording and lays out the sheet. */
  @Setup
  public void open() throws IOException {
    directory = Files.createTempDirectory("zoetrope-bench");
    SyntheticRun run = new SyntheticRun();
    try (RecordingWriter writer = SyntheticRun.writer(directory, FRAMES)) {
      for (int i = 0; i < FRAMES; i++) {
        writer.append(run.next());
      }
    }
    recording = Recording.open(directory);
    SheetLayout layout =
        SheetLayout.fit(
            recording.info().layers().get(0),
            recording.probes(),
            SheetOptions.DEFAULT.withColorBar(true),
            WIDTH,
            HEIGHT);
    renderer = new SheetRenderer(layout, recording.probes(), Shading.DEFAULT);
    image = renderer.newImage();
    values = recording.activation("conv1", 0);
  }

  /** Deletes the recording. */
  @TearDown
  public void close() throws IOException {
    recording.close();
    SyntheticRun.delete(directory);
  }

  /** The next frame, as in playing. */
  @Benchmark
  public IndexedImage nextFrame() throws IOException {
    frame = (frame + 1) % FRAMES;
    recording.activation("conv1", frame, values);
    renderer.render(values, frame, image);
    return image;
  }
}
