package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Progress;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.export.ExportPlan;
import dev.zoetrope.viewer.export.SheetExport;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.model.PlayerModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.swing.SwingUtilities;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The event dispatch thread is never blocked for longer than 50 ms, and never reads a recording.
 * Since a machine that runs tests is busy, only the thread's own work and waiting count.
 */
class ResponsivenessTest {

  private static final double BOUND_MILLIS = 50;

  @TempDir private Path folder;
  private Path recording;
  private Watchdog watchdog;

  @BeforeEach
  void prepare() throws Exception {
    recording = SampleRecording.write(folder.resolve("sample.zarr"), 200);
    // The first window of a JVM loads the look and feel, which counts as start-up.
    try (Window window = Window.open(Optional.of(recording))) {
      window.model();
    }
    watchdog = new Watchdog();
  }

  @AfterEach
  void stop() {
    if (watchdog != null) {
      watchdog.close();
    }
  }

  private void check(String what) {
    Watchdog.Longest longest = watchdog.longest();
    System.out.printf(
        Locale.ROOT,
        "event thread blocked at most %.1f ms (%.1f ms by the clock): %s%n",
        longest.own(),
        longest.wall(),
        what);
    assertThat(longest.own()).as("%s: %s", what, longest.event()).isLessThan(BOUND_MILLIS);
    assertThat(watchdog.reading()).as(what).isEmpty();
  }

  @Test
  void openSeekPlayExportAndLive() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      watchdog.longest(); // building a window is not opening a recording
      SwingUtilities.invokeAndWait(() -> window.player().load(recording));
      window.await("the sheet", () -> shows(window, 0));
      check("open");
      for (int seek = 0; seek < 60; seek++) {
        int frame = seek * 61 % 200;
        SwingUtilities.invokeAndWait(() -> window.model().transport().seek(frame));
        Thread.sleep(5);
      }
      window.await("the last seek", () -> shows(window, 59 * 61 % 200));
      check("seek");
      play(window);
      check("play");
      export(window);
      check("export while playing");
    }
    live();
    check("live");
  }

  private static boolean shows(Window window, int frame) {
    return window.player().sheet().picture().filter(p -> p.frame() == frame).isPresent();
  }

  /** At 60 frames per second, 120 frames are due after 2 s, painted or not. */
  private static void play(Window window) throws Exception {
    PlaybackDriver driver = window.player().driver();
    SwingUtilities.invokeAndWait(
        () -> {
          window.model().transport().setRate(60);
          window.model().transport().play();
        });
    window.await("the first frame", () -> driver.shown() > 0);
    long begin = System.nanoTime();
    Thread.sleep(2000);
    long due = Window.onEventThread(() -> driver.shown() + driver.dropped());
    double seconds = (System.nanoTime() - begin) / 1e9;
    assertThat(due).as("frames due").isCloseTo(Math.round(60 * seconds), Offset.offset(6L));
    assertThat(Window.onEventThread(driver::shown)).as("frames shown").isGreaterThan(due / 4);
  }

  private void export(Window window) throws Exception {
    PlayerModel model = window.model();
    SheetExport sheet =
        Window.onEventThread(
            () ->
                new SheetExport(
                    model.recording().orElseThrow(),
                    model.run(),
                    0,
                    SheetOptions.DEFAULT,
                    Colours.DEFAULT));
    ExportPlan plan = new ExportPlan(ExportPlan.Format.GIF, 0, 0, 100, 25);
    CompletableFuture<Void> exported =
        CompletableFuture.runAsync(
            () -> {
              try {
                sheet.write(plan, folder.resolve("sample.gif"), Progress.NONE);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    exported.get();
    assertThat(frames(folder.resolve("sample.gif"))).isEqualTo(101);
  }

  private static int frames(Path gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  private void live() throws Exception {
    Path growing = folder.resolve("growing.zarr");
    SampleRecording sample = SampleRecording.begin(growing, 100);
    sample.append();
    sample.commit();
    try (Window window = Window.open(Optional.of(growing))) {
      watchdog.longest();
      for (int frame = 1; frame < 100; frame++) {
        sample.append();
        sample.commit();
        Thread.sleep(10);
      }
      sample.close();
      window.await("the end", () -> window.model().run().info().complete());
      window.await("the last step", () -> shows(window, 99));
    }
  }
}
