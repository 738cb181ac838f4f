package dev.zoetrope.bench;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.export.GifResult;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Drawing the sheet of a layer, and writing it as a GIF.
 *
 * <p>Nothing can be optimised away: pixels go into JMH's black hole, a GIF into a file. Each
 * invocation draws another frame, so no picture is drawn twice in a row. A thread has its own
 * recording, and each benchmark and parameter runs in a forked JVM.
 */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public class PictureBenchmark {

  private static final int FRAMES = 64;
  private static final int WIDTH = 3200;
  private static final int HEIGHT = 2000;

  /** Any layer of the article's network. */
  @Param("conv1")
  public String layer;

  private Recording recording;

  /** Opens a recording, which has more frames than are drawn. */
  @Setup(Level.Trial)
  public void open() throws IOException {
    recording = Recording.open(SyntheticRecordings.of(291, false));
  }

  /** Closes it. */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    recording.close();
  }

  /** A sheet of a certain size. */
  @State(Scope.Thread)
  public static class Sheet {

    /**
     * Width of a cell in pixels, or {@code window} for as large as fits 3200 × 2000 pixels: a
     * window of 1600 × 1000 on a screen of two pixels a unit.
     */
    @Param({"28", "112", "window"})
    public String zoom;

    private SheetRenderer renderer;
    private IndexedImage image;
    private float[] values;
    private int frame;

    /** Lays it out. */
    @Setup(Level.Trial)
    public void layOut(PictureBenchmark benchmark) throws IOException {
      Recording recording = benchmark.recording;
      Layer layer = recording.info().layer(benchmark.layer);
      SheetOptions options = SheetOptions.DEFAULT.withColorBar(true);
      SheetLayout layout =
          zoom.equals("window")
              ? SheetLayout.fit(layer, recording.probes(), options, WIDTH, HEIGHT)
              : SheetLayout.of(
                  layer, recording.probes(), options.withCellWidth(Integer.parseInt(zoom)));
      renderer = new SheetRenderer(layout, recording.probes(), Shading.DEFAULT);
      image = renderer.newImage();
      values = recording.activation(layer.name(), 0);
    }
  }

  /** Reads and draws the next frame, as in playing. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public IndexedImage nextFrame(Sheet sheet) throws IOException {
    sheet.frame = (sheet.frame + 1) % FRAMES;
    recording.activation(layer, sheet.frame, sheet.values);
    sheet.renderer.render(sheet.values, sheet.frame, sheet.image);
    return sheet.image;
  }

  /** Where GIFs go. */
  @State(Scope.Thread)
  public static class Gif {

    private Path file;

    /** Finds a name. */
    @Setup(Level.Trial)
    public void name() throws IOException {
      file = Files.createTempFile("zoetrope-bench", ".gif");
    }

    /** Deletes it. */
    @TearDown(Level.Trial)
    public void delete() throws IOException {
      Files.delete(file);
    }
  }

  /** One frame of a GIF of 64 at the default size: reading, drawing, compression and the file. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @OperationsPerInvocation(FRAMES)
  public GifResult gifFrame(Gif gif) throws IOException {
    return GifExporter.write(
        recording, layer, GifOptions.of(0, FRAMES - 1, Shading.DEFAULT), gif.file, Progress.NONE);
  }
}
