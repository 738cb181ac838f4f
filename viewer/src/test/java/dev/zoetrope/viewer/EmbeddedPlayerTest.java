package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.viewer.model.PlayerModel;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.GraphicsEnvironment;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A player in another program's window, which is removed and added again and is never closed. */
class EmbeddedPlayerTest {

  @TempDir private Path folder;
  private JFrame frame;

  @BeforeEach
  void openWindow() throws Exception {
    Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    frame =
        Window.onEventThread(
            () -> {
              JFrame window = new JFrame("somebody's");
              window.setSize(900, 600);
              window.setVisible(true);
              return window;
            });
  }

  @AfterEach
  void closeWindow() throws Exception {
    if (frame != null) {
      SwingUtilities.invokeAndWait(frame::dispose);
    }
  }

  private void add(Component player) throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          frame.add(player);
          frame.validate();
        });
  }

  private void remove(Component player) throws Exception {
    SwingUtilities.invokeAndWait(
        () -> {
          frame.remove(player);
          frame.repaint();
        });
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!Window.onEventThread(condition)) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  /** Waits until the sheet of the model's frame has been read from its recording. */
  private static void awaitSheet(ZoetropePlayer player) throws Exception {
    await(
        "the sheet",
        () ->
            player
                .sheet()
                .picture()
                .filter(shown -> shown.frame() == player.model().frame())
                .isPresent());
  }

  private ZoetropePlayer shown(Path recording) throws Exception {
    ZoetropePlayer player = Window.onEventThread(() -> ZoetropePlayer.open(recording));
    add(player);
    awaitSheet(player);
    return player;
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("zoetrope-"))
        .toList();
  }

  private static void awaitNoThreads() throws Exception {
    await("the threads to end, of " + threads(), () -> threads().isEmpty());
  }

  private static long usedBytes() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void removedPlayersKeepNeitherThreadsNorMemory() throws Exception {
    Path recording = SampleRecording.write(folder.resolve("a.zarr"), 60);
    List<WeakReference<ZoetropePlayer>> players = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < 22; i++) {
      if (i == 2) {
        awaitNoThreads();
        before = usedBytes(); // the first ones load classes
      }
      players.add(new WeakReference<>(comeAndGo(recording)));
    }
    awaitNoThreads();
    long grown = usedBytes() - before;
    // Swing itself keeps the player that had the focus or was painted last.
    assertThat(players.stream().filter(player -> player.get() != null).count())
        .isLessThanOrEqualTo(2);
    assertThat(grown).as("bytes left by 20 players").isLessThan(5_000_000);
  }

  private ZoetropePlayer comeAndGo(Path recording) throws Exception {
    ZoetropePlayer player = shown(recording);
    SwingUtilities.invokeAndWait(player::start);
    Thread.sleep(60);
    remove(player);
    return player;
  }

  @Test
  void aPlayerThatWasNeverShownKeepsNoThreads() throws Exception {
    SampleRecording growing = SampleRecording.begin(folder.resolve("a.zarr"), 60);
    growing.append();
    growing.commit();
    ZoetropePlayer player =
        Window.onEventThread(() -> ZoetropePlayer.open(folder.resolve("a.zarr")));
    SwingUtilities.invokeAndWait(player::start);
    await("the recording", () -> player.model().hasFrames());
    awaitNoThreads();
    growing.close();
  }

  @Test
  void keepsItsStateWhenItIsAddedAgain() throws Exception {
    ZoetropePlayer player = shown(SampleRecording.write(folder.resolve("a.zarr"), 60));
    PlayerModel model = player.model();
    SheetCell pin = new SheetCell(3, 2, 5, 6);
    SwingUtilities.invokeAndWait(
        () -> {
          model.selectLayer(1);
          model.transport().seek(37);
          model.setPin(pin);
          model.setHiddenProbes(Set.of(1, 2));
          model.transport().setRange(10, 50);
          model.setZoom(3);
        });
    awaitSheet(player);
    Recording first = model.recording().orElseThrow();
    for (int i = 0; i < 20; i++) {
      remove(player);
      await("its recording to be closed", () -> player.openRecordings() == 0);
      add(player);
      await("its recording", () -> player.openRecordings() == 1);
    }
    awaitSheet(player);
    assertThat(model.recording().orElseThrow()).isNotSameAs(first);
    assertThat(model.view().layer).isEqualTo(1);
    assertThat(model.frame()).isEqualTo(37);
    assertThat(model.pin()).contains(pin);
    assertThat(model.view().hiddenProbes).containsExactly(1, 2);
    assertThat(model.transport().firstFrame()).isEqualTo(10);
    assertThat(model.transport().lastFrame()).isEqualTo(50);
    assertThat(model.view().zoom).isEqualTo(3);
    assertThat(model.transport().playing()).isFalse();
    remove(player);
    awaitNoThreads();
  }

  @Test
  void continuesPlaybackWhenItIsAddedAgain() throws Exception {
    ZoetropePlayer player = shown(SampleRecording.write(folder.resolve("a.zarr"), 60));
    SwingUtilities.invokeAndWait(player::start);
    await("some frames", () -> player.driver().shown() > 3);
    remove(player);
    awaitNoThreads();
    int left = Window.onEventThread(() -> player.model().frame());
    Thread.sleep(200);
    assertThat(Window.onEventThread(() -> player.model().frame())).isEqualTo(left);
    add(player);
    assertThat(Window.onEventThread(() -> player.model().transport().playing())).isTrue();
    await("some more", () -> player.driver().shown() > 3 && player.model().frame() != left);
    remove(player);
    awaitNoThreads();
  }

  @Test
  void continuesFollowingWhenItIsAddedAgain() throws Exception {
    Path path = folder.resolve("a.zarr");
    SampleRecording growing = SampleRecording.begin(path, 60);
    growing.append();
    growing.commit();
    ZoetropePlayer player = shown(path);
    remove(player);
    awaitNoThreads();
    growing.append();
    growing.commit();
    add(player);
    await("the step recorded meanwhile", () -> player.model().frame() == 1);
    assertThat(Window.onEventThread(() -> player.model().transport().following())).isTrue();
    growing.append();
    growing.commit();
    await("a new step", () -> player.model().frame() == 2);
    awaitSheet(player);
    remove(player);
    awaitNoThreads();
    growing.close();
  }

  @Test
  void keepsTheRecordingOpenWhenItMovesToAnotherPanel() throws Exception {
    ZoetropePlayer player = shown(SampleRecording.write(folder.resolve("a.zarr"), 60));
    Recording recording = player.model().recording().orElseThrow();
    JPanel other = new JPanel(new BorderLayout());
    List<Boolean> gaps = new ArrayList<>();
    SwingUtilities.invokeAndWait(
        () -> {
          frame.remove(player);
          other.add(player);
          frame.add(other);
          frame.validate();
          gaps.add(player.sheet().picture().isEmpty());
        });
    SwingUtilities.invokeAndWait(() -> gaps.add(player.sheet().picture().isEmpty()));
    assertThat(gaps).containsOnly(false);
    assertThat(player.model().recording()).containsSame(recording);
    assertThat(player.openRecordings()).isEqualTo(1);
    SwingUtilities.invokeAndWait(() -> player.model().transport().seek(20));
    awaitSheet(player);
    remove(other);
    awaitNoThreads();
  }

  @Test
  void saysWhyTheRecordingCannotBeReopenedAndTriesAgain() throws Exception {
    Path path = SampleRecording.write(folder.resolve("a.zarr"), 60);
    ZoetropePlayer player = shown(path);
    SwingUtilities.invokeAndWait(() -> player.model().transport().seek(30));
    remove(player);
    awaitNoThreads();
    Path aside = Files.move(path, folder.resolve("b.zarr"));
    add(player);
    await("a notice", () -> player.notice().contains("a.zarr"));
    Files.move(aside, path);
    await("the recording", () -> player.openRecordings() == 1 && player.notice().isEmpty());
    assertThat(Window.onEventThread(() -> player.model().frame())).isEqualTo(30);
    remove(player);
    awaitNoThreads();
  }

  /**
   * The recording is complete, so it is not checked for growth; the next read notices the change.
   */
  @Test
  void opensARecordingThatReplacesACompleteOne() throws Exception {
    Path path = SampleRecording.write(folder.resolve("a.zarr"), 100);
    ZoetropePlayer player = shown(path);
    SwingUtilities.invokeAndWait(
        () -> {
          player.model().selectLayer(1);
          player.model().transport().seek(70);
        });
    awaitSheet(player);
    Files.move(path, folder.resolve("aside.zarr"));
    SampleRecording.write(path, 50);
    SwingUtilities.invokeAndWait(() -> player.model().transport().seek(20));
    await("the new run", () -> player.model().run().frames() == 50);
    awaitSheet(player);
    assertThat(player.sheet().failure()).isEmpty();
    assertThat(player.notice()).contains("new recording");
    assertThat(player.model().layer().name()).isEqualTo("relu2");
    assertThat(player.model().frame()).isEqualTo(20);
    remove(player);
    awaitNoThreads();
  }

  @Test
  void cannotBeReopenedAfterClose() throws Exception {
    Path path = SampleRecording.write(folder.resolve("a.zarr"), 60);
    ZoetropePlayer player = shown(path);
    SwingUtilities.invokeAndWait(player::close);
    remove(player);
    add(player);
    SwingUtilities.invokeAndWait(() -> player.load(path));
    SwingUtilities.invokeAndWait(player::start);
    awaitNoThreads();
    assertThat(player.openRecordings()).isZero();
  }
}
