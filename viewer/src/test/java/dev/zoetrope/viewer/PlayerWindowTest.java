package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.export.PngExporter;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.export.ExportPlan;
import dev.zoetrope.viewer.export.OverviewExport;
import dev.zoetrope.viewer.model.LoopMode;
import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.overview.OverviewView;
import dev.zoetrope.viewer.sheet.SheetView;
import dev.zoetrope.viewer.timeline.TimeView;
import dev.zoetrope.viewer.timeline.Timeline;
import dev.zoetrope.viewer.ui.PictureComponent;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.datatransfer.Clipboard;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.event.KeyEvent;
import java.awt.event.MouseEvent;
import java.awt.event.MouseMotionAdapter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;
import javax.swing.TransferHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real window, driven by keys and mouse; skipped if there is no display. */
class PlayerWindowTest {

  @TempDir private static Path folder;
  private static Path recording;

  @BeforeAll
  static void write() throws Exception {
    recording = SampleRecording.write(folder.resolve("sample.zarr"), 120);
  }

  @AfterEach
  void closeDialogs() throws Exception {
    if (!GraphicsEnvironment.isHeadless()) {
      SwingUtilities.invokeAndWait(() -> dialogs().forEach(Dialog::dispose));
    }
  }

  private static Stream<JDialog> dialogs() {
    return Arrays.stream(java.awt.Window.getWindows())
        .filter(window -> window instanceof JDialog && window.isShowing())
        .map(JDialog.class::cast);
  }

  private static <C extends Component> Optional<C> find(
      Container in, Class<C> type, Predicate<C> wanted) {
    for (Component child : in.getComponents()) {
      if (type.isInstance(child) && wanted.test(type.cast(child))) {
        return Optional.of(type.cast(child));
      }
      if (child instanceof Container container) {
        Optional<C> found = find(container, type, wanted);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static JComponent named(Window window, String name) throws Exception {
    return Window.onEventThread(
        () ->
            find(
                    window.window().frame(),
                    JComponent.class,
                    component ->
                        component.getAccessibleContext() != null
                            && name.equals(component.getAccessibleContext().getAccessibleName()))
                .orElseThrow());
  }

  @Test
  void opensWithTheFirstStepAndAllLayers() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      assertThat(window.model().frame()).isZero();
      assertThat(window.model().run().layers()).hasSize(3);
      assertThat(Window.onEventThread(() -> window.window().frame().getTitle()))
          .startsWith("sample.zarr");
    }
  }

  @Test
  void keysStepPlayAndSelectLayers() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      window.press(KeyEvent.VK_RIGHT);
      window.await("step 1", () -> window.model().frame() == 1);
      window.press(KeyEvent.VK_SHIFT, KeyEvent.VK_RIGHT);
      window.await("step 11", () -> window.model().frame() == 11);
      window.press(KeyEvent.VK_LEFT);
      window.await("step 10", () -> window.model().frame() == 10);
      window.press(KeyEvent.VK_END);
      window.await("the last step", () -> window.model().frame() == 119);
      window.press(KeyEvent.VK_HOME);
      window.await("the first step", () -> window.model().frame() == 0);
      window.press(KeyEvent.VK_2);
      window.await("layer 2", () -> window.model().view().layer == 1);
      window.press(KeyEvent.VK_DOWN);
      window.await("layer 3", () -> window.model().view().layer == 2);
      window.press(KeyEvent.VK_1);
      window.await("marks", () -> window.player().histories().changes().length > 0);
      window.press(KeyEvent.VK_N);
      window.await(
          "a large change",
          () -> window.model().frame() == window.player().histories().changes()[0]);
      window.press(KeyEvent.VK_SPACE);
      window.await("playing", () -> window.model().transport().playing());
      window.await("ten frames shown", () -> window.player().driver().shown() > 10);
      window.press(KeyEvent.VK_SPACE);
      window.await("rest", () -> !window.model().transport().playing());
    }
  }

  @Test
  void theWheelZoomsAroundTheValueUnderTheMouse() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      SheetView sheet = window.player().sheet();
      for (int i = 0; i < 6; i++) {
        window.press(KeyEvent.VK_PLUS);
      }
      window.await("scroll bars", () -> sheet.getWidth() > sheet.getVisibleRect().width);
      Point mouse = Window.onEventThread(() -> middle(sheet.getVisibleRect()));
      window.moveTo(sheet, mouse.x, mouse.y);
      SheetCell cell = Window.onEventThread(() -> cellAt(sheet, mouse).orElseThrow());
      Point before = Window.onEventThread(() -> onScreen(sheet, cell));
      int zoom = Window.onEventThread(sheet::zoomNow);
      for (int i = 1; i <= 3; i++) {
        int wanted = zoom + i;
        window.zoomByWheel(-1);
        window.await("zoom " + wanted, () -> sheet.zoomNow() == wanted);
      }
      Point after = Window.onEventThread(() -> onScreen(sheet, cell));
      assertThat(after.distance(before)).as("from %s to %s", before, after).isLessThan(zoom + 3);
    }
  }

  private static Point middle(Rectangle area) {
    return new Point((int) area.getCenterX(), (int) area.getCenterY());
  }

  private static Optional<SheetCell> cellAt(SheetView sheet, Point at) {
    return sheet.cellAt(new MouseEvent(sheet, MouseEvent.MOUSE_MOVED, 0, 0, at.x, at.y, 0, false));
  }

  private static Point onScreen(SheetView sheet, SheetCell cell) {
    Point centre = middle(sheet.boundsOf(cell).orElseThrow());
    SwingUtilities.convertPointToScreen(centre, sheet);
    return centre;
  }

  @Test
  void copiesThePictureToTheClipboard() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      SheetView sheet = window.player().sheet();
      window.press(KeyEvent.VK_CONTROL, KeyEvent.VK_C);
      Clipboard clipboard = Toolkit.getDefaultToolkit().getSystemClipboard();
      window.await("a picture", () -> clipboard.isDataFlavorAvailable(DataFlavor.imageFlavor));
      BufferedImage copied = (BufferedImage) clipboard.getData(DataFlavor.imageFlavor);
      BufferedImage shown = Window.onEventThread(() -> sheet.picture().orElseThrow().image());
      assertThat(rgb(copied)).isEqualTo(rgb(shown));
    }
  }

  private static int[] rgb(BufferedImage image) {
    int width = image.getWidth();
    return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
  }

  @Test
  void opensARecordingThatIsDroppedOnTheWindow() throws Exception {
    Path other = SampleRecording.write(folder.resolve("dropped.zarr"), 5);
    try (Window window = Window.open(Optional.of(recording))) {
      JLabel source = new JLabel("drag me");
      source.setTransferHandler(new FileSource(other));
      source.addMouseMotionListener(
          new MouseMotionAdapter() {
            @Override
            public void mouseDragged(MouseEvent e) {
              source.getTransferHandler().exportAsDrag(source, e, TransferHandler.COPY);
            }
          });
      JFrame folderWindow =
          Window.onEventThread(
              () -> {
                JFrame shown = new JFrame("a folder");
                shown.add(source);
                shown.setBounds(1300, 100, 200, 120);
                shown.setVisible(true);
                return shown;
              });
      try {
        window.await("the folder", source::isShowing);
        window.dragAndDrop(source, window.player().sheet());
        window.await("the recording", () -> window.model().run().frames() == 5);
      } finally {
        SwingUtilities.invokeAndWait(folderWindow::dispose);
      }
    }
  }

  /** A file that can be dragged, as from a file manager. */
  @SuppressWarnings("serial") // never serialised
  private static final class FileSource extends TransferHandler {
    private final transient Path file;

    FileSource(Path file) {
      this.file = file;
    }

    @Override
    public int getSourceActions(JComponent component) {
      return COPY;
    }

    @Override
    protected Transferable createTransferable(JComponent component) {
      return new Transferable() {
        @Override
        public DataFlavor[] getTransferDataFlavors() {
          return new DataFlavor[] {DataFlavor.javaFileListFlavor};
        }

        @Override
        public boolean isDataFlavorSupported(DataFlavor flavor) {
          return flavor.equals(DataFlavor.javaFileListFlavor);
        }

        @Override
        public Object getTransferData(DataFlavor flavor) {
          return List.of(file.toFile());
        }
      };
    }
  }

  @Test
  void theScreenShowsTheSamePixelsAsExports() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      window.press(KeyEvent.VK_SHIFT, KeyEvent.VK_RIGHT);
      SheetView sheet = window.player().sheet();
      window.await("step 10", () -> sheet.picture().orElseThrow().frame() == 10);
      SheetRenderer shown = sheet.picture().orElseThrow().renderer();
      Path file = folder.resolve("sheet.png");
      try (Recording opened = Recording.open(recording)) {
        PngExporter.writeSheet(
            opened, "conv1", 10, shown.shading(), shown.layout().options(), file);
      }
      BufferedImage exported = ImageIO.read(file.toFile());
      BufferedImage screen = window.picture();
      Rectangle at =
          Window.onEventThread(
              () ->
                  SwingUtilities.convertRectangle(
                      sheet, sheet.pictureBounds(), window.window().frame().getRootPane()));
      for (int y = 0; y < exported.getHeight(); y++) {
        for (int x = 0; x < exported.getWidth(); x++) {
          assertThat(screen.getRGB(at.x + x, at.y + y))
              .as("pixel %d, %d", x, y)
              .isEqualTo(exported.getRGB(x, y));
        }
      }
    }
  }

  @Test
  void paintingOnlyChangesGivesTheWholePicture() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      SheetView sheet = window.player().sheet();
      for (int frame = 1; frame <= 25; frame++) {
        int wanted = frame;
        SwingUtilities.invokeAndWait(() -> window.model().transport().seek(wanted));
        window.await("step " + frame, () -> sheet.picture().orElseThrow().frame() == wanted);
      }
      Rectangle at = Window.onEventThread(sheet::pictureBounds);
      BufferedImage screen = window.screen(sheet, at);
      BufferedImage drawn = Window.onEventThread(() -> sheet.picture().orElseThrow().image());
      assertThat(rgb(screen)).isEqualTo(rgb(drawn));
    }
  }

  @Test
  void theExportDialogForecastsTheSizeAndWrites() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      window.press(KeyEvent.VK_CONTROL, KeyEvent.VK_E);
      window.await("the dialog", () -> dialogs().findAny().isPresent());
      JDialog dialog = dialogs().findAny().orElseThrow();
      window.await(
          "the forecast",
          () -> find(dialog, JLabel.class, label -> label.getText().contains("about")).isPresent());
      JButton export =
          find(dialog, JButton.class, button -> "Export…".equals(button.getText())).orElseThrow();
      SwingUtilities.invokeLater(export::doClick);
      window.await("the file chooser", () -> chooser().isPresent());
      Path target = folder.resolve("conv1.gif");
      SwingUtilities.invokeAndWait(
          () -> {
            chooser().orElseThrow().setSelectedFile(target.toFile());
            chooser().orElseThrow().approveSelection();
          });
      window.await("the file", () -> Files.exists(target));
      assertThat(target).isNotEmptyFile();
    }
  }

  private static Optional<JFileChooser> chooser() {
    return dialogs()
        .flatMap(dialog -> find(dialog, JFileChooser.class, each -> true).stream())
        .findAny();
  }

  @Test
  void draggingOnTheChartScrubs() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      JComponent timeline = named(window, "Timeline: loss and accuracy by step");
      window.await("the chart", () -> ((Timeline) timeline).layoutNow().isPresent());
      window.drag(timeline, 60, timeline.getWidth() - 60, timeline.getHeight() / 2);
      window.await("a late step", () -> window.model().frame() > 110);
      window.await(
          "its sheet",
          () -> window.player().sheet().picture().orElseThrow().frame() == window.model().frame());
    }
  }

  @Test
  void aClickPinsAValueAndTheTimeViewShowsIt() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      SheetCell cell = new SheetCell(4, 2, 10, 12);
      window.clickCell(cell);
      window.await("the pin", () -> window.model().pin().isPresent());
      assertThat(window.model().pin()).contains(cell);
      window.press(KeyEvent.VK_T);
      TimeView view = (TimeView) named(window, "Time view of the pinned value");
      window.await("the time view", view::drawn);
      window.click(view, view.getWidth() / 2, 20);
      window.await("a step half way", () -> Math.abs(window.model().frame() - 60) < 12);
      window.press(KeyEvent.VK_CONTROL, KeyEvent.VK_RIGHT);
      window.await("the next probe", () -> window.model().pin().orElseThrow().probe() == 5);
    }
  }

  @Test
  void zoomsByWholeNumbersPansAndFitsAgain() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      SheetView sheet = window.player().sheet();
      int fitted = Window.onEventThread(sheet::zoomNow);
      for (int i = 0; i < 4; i++) {
        window.press(KeyEvent.VK_EQUALS);
      }
      window.await("four steps closer", () -> sheet.zoomNow() == fitted + 4);
      window.await("room to pan", () -> sheet.getWidth() > window.player().sheetPane().getWidth());
      window.press(KeyEvent.VK_ALT, KeyEvent.VK_RIGHT);
      window.await("the right part of the sheet", () -> sheet.getVisibleRect().x > 0);
      window.press(KeyEvent.VK_F);
      window.await("the fitted sheet", () -> sheet.zoomNow() == fitted);
    }
  }

  @Test
  void hidesProbesOfAPackedRecording() throws Exception {
    Path packed = folder.resolve("sample.zarr.zip");
    RecordingPacker.pack(recording, packed, true, Progress.NONE);
    try (Window window = Window.open(Optional.of(packed))) {
      SwingUtilities.invokeAndWait(() -> window.model().setHiddenProbes(Set.of(0, 2, 4)));
      window.await(
          "seven columns",
          () ->
              window
                  .player()
                  .sheet()
                  .picture()
                  .orElseThrow()
                  .renderer()
                  .layout()
                  .probes()
                  .equals(List.of(1, 3, 5, 6, 7, 8, 9)));
    }
  }

  @Test
  void aClickOnTheOverviewOpensALayer() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      window.press(KeyEvent.VK_V);
      OverviewView overview = (OverviewView) named(window, "Overview of all layers");
      window.await("the overview", () -> overview.image().isPresent());
      window.press(KeyEvent.VK_W);
      window.await("the next probe", () -> window.model().view().probe == 1);
      window.press(KeyEvent.VK_V);
      window.await("the sheet", () -> !window.model().view().overview);
    }
  }

  @Test
  void takesTheGivenSizesOfParts() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      ZoetropePlayer resized =
          Window.onEventThread(
              () -> {
                ZoetropePlayer player = new ZoetropePlayer();
                player.setPaneSizes(new PaneSizes(260, 180, 120));
                window.window().frame().setContentPane(player);
                window.window().frame().validate();
                return player;
              });
      assertThat(Window.onEventThread(resized::paneSizes)).isEqualTo(new PaneSizes(260, 180, 120));
      SwingUtilities.invokeAndWait(resized::close);
    }
  }

  @Test
  void exportsTheOverviewAsAnAnimationAndForecastsItsLevels() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      window.press(KeyEvent.VK_V);
      OverviewView overview = (OverviewView) named(window, "Overview of all layers");
      window.await("the overview", () -> overview.image().isPresent());
      BufferedImage shown = Window.onEventThread(() -> overview.image().orElseThrow());
      window.press(KeyEvent.VK_CONTROL, KeyEvent.VK_E);
      window.await("the dialog", () -> dialogs().findAny().isPresent());
      JDialog dialog = dialogs().findAny().orElseThrow();
      // relu2 is never negative and has its own colours.
      window.await(
          "the forecast",
          () ->
              find(dialog, JLabel.class, label -> label.getText().contains("125 levels"))
                  .isPresent());
      OverviewExport export = Window.onEventThread(() -> overview.export().orElseThrow());
      Path png = folder.resolve("overview.png");
      export.write(new ExportPlan(ExportPlan.Format.PNG, 0, 0, 3, 25), png, Progress.NONE);
      assertThat(rgb(ImageIO.read(png.toFile()))).isEqualTo(rgb(shown));
      Path gif = folder.resolve("overview.gif");
      export.write(new ExportPlan(ExportPlan.Format.GIF, 0, 0, 3, 25), gif, Progress.NONE);
      BufferedImage first = ImageIO.read(gif.toFile());
      assertThat(first.getWidth()).isEqualTo(shown.getWidth());
      assertThat(first.getHeight()).isEqualTo(shown.getHeight());
    }
  }

  @Test
  void themeChangesWithTheMenuChoiceAndReachesTheSheet() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      SwingUtilities.invokeAndWait(() -> window.window().choose(ThemeChoice.DARK));
      window.await(
          "a dark sheet",
          () ->
              window.player().sheet().picture().orElseThrow().renderer().layout().options().theme()
                  == Theme.DARK);
      BufferedImage picture = window.picture();
      int ground = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2 + 200);
      assertThat(ground & 0xFF).isLessThan(0x60);
    }
  }

  @Test
  void aDamagedFileIsExplainedInADialog() throws Exception {
    Path damaged = Files.createDirectory(folder.resolve("damaged.zarr"));
    Files.writeString(damaged.resolve("zarr.json"), "{\"zarr_format\":");
    try (Window window = Window.openWithoutWaiting(Optional.of(damaged))) {
      window.await("a dialog", () -> dialogs().findAny().isPresent());
      String text =
          Window.onEventThread(
              () ->
                  find(dialogs().findAny().orElseThrow(), JOptionPane.class, pane -> true)
                      .orElseThrow()
                      .getMessage()
                      .toString());
      assertThat(text).contains("damaged.zarr").contains("zoetrope verify");
      SwingUtilities.invokeAndWait(() -> dialogs().forEach(Dialog::dispose));
    }
  }

  @Test
  void reportsADamagedFrameAndStillShowsOthers() throws Exception {
    Path damaged = damagedConv1(folder.resolve("half.zarr"));
    try (Window window = Window.open(Optional.of(damaged))) {
      window.press(KeyEvent.VK_SHIFT, KeyEvent.VK_RIGHT);
      window.press(KeyEvent.VK_SHIFT, KeyEvent.VK_RIGHT);
      window.await("the message", () -> window.player().sheet().failure().isPresent());
      window.press(KeyEvent.VK_HOME);
      window.await("an intact frame", () -> window.player().sheet().failure().isEmpty());
      assertThat(dialogs()).isEmpty();
    }
  }

  @Test
  void playbackOfEveryFrameSkipsADamagedChunk() throws Exception {
    Path damaged = damagedConv1(folder.resolve("gap.zarr"));
    try (Window window = Window.open(Optional.of(damaged))) {
      SwingUtilities.invokeAndWait(
          () -> {
            window.model().transport().setKeepRate(false);
            window.model().transport().setLoop(LoopMode.ONCE);
            window.model().transport().setRate(60);
            window.model().transport().play();
          });
      window.await("the end", () -> !window.model().transport().playing());
      assertThat(window.model().frame()).isEqualTo(119);
      PlaybackDriver driver = window.player().driver();
      assertThat(Window.onEventThread(driver::dropped)).isEqualTo(16); // frames 16 to 31
    }
  }

  @Test
  void theOverviewReportsADamagedChunkAndSkipsIt() throws Exception {
    Path damaged = damagedConv1(folder.resolve("overview.zarr"));
    try (Window window = Window.open(Optional.of(damaged))) {
      window.press(KeyEvent.VK_V);
      OverviewView overview = (OverviewView) named(window, "Overview of all layers");
      window.await("the overview", () -> overview.image().isPresent());
      List<String> said = new ArrayList<>();
      SwingUtilities.invokeAndWait(
          () -> {
            window.model().addListener(change -> overview.failure().ifPresent(said::add));
            window.model().transport().setKeepRate(false);
            window.model().transport().setLoop(LoopMode.ONCE);
            window.model().transport().setRate(60);
            window.model().transport().play();
          });
      window.await("the end", () -> !window.model().transport().playing());
      PlaybackDriver driver = window.player().driver();
      assertThat(Window.onEventThread(driver::dropped)).isEqualTo(16); // frames 16 to 31
      assertThat(said).anyMatch(text -> text.startsWith("Frame 16 cannot be shown: "));
      window.await("an intact frame", () -> overview.failure().isEmpty());
    }
  }

  /** The other views, too, do not silently keep showing another frame. */
  @Test
  void everyViewSaysThatItCannotShowADamagedFrame() throws Exception {
    Path damaged = damagedConv1(folder.resolve("views.zarr"));
    try (Window window = Window.open(Optional.of(damaged))) {
      SwingUtilities.invokeAndWait(
          () -> {
            window.model().setTimeView(true);
            window.model().transport().seek(20);
          });
      for (String view :
          List.of("Sheet of the layer", "Pinned map", "Time view of the pinned value")) {
        PictureComponent component = (PictureComponent) named(window, view);
        window.await(view, () -> component.failure().isPresent());
      }
    }
  }

  /** A recording of 120 frames; those of its second chunk cannot be read. */
  private static Path damagedConv1(Path directory) throws IOException {
    Path damaged = SampleRecording.write(directory, 120);
    try (Stream<Path> files = Files.walk(damaged.resolve("layers"))) {
      Path chunk =
          files
              .filter(file -> file.endsWith("c.1.0.0.0.0") && file.toString().contains("conv1"))
              .findFirst()
              .orElseThrow();
      Files.write(chunk, new byte[] {1, 2, 3});
    }
    return damaged;
  }

  @Test
  void followsARecordingThatGrows() throws Exception {
    Path growing = folder.resolve("growing.zarr");
    SampleRecording sample = SampleRecording.begin(growing, 60);
    for (int frame = 0; frame < 20; frame++) {
      sample.append();
    }
    sample.commit();
    try (Window window = Window.open(Optional.of(growing))) {
      assertThat(window.model().transport().following()).isTrue();
      assertThat(window.model().frame()).isEqualTo(19);
      for (int frame = 20; frame < 60; frame++) {
        sample.append();
        sample.commit();
        Thread.sleep(10);
      }
      sample.close();
      window.await("the last frame", () -> window.model().frame() == 59);
      window.await("completion", () -> window.model().run().info().complete());
    }
  }

  @Test
  void keysAreListed() throws Exception {
    try (Window window = Window.open(Optional.of(recording))) {
      window.press(KeyEvent.VK_F1);
      window.await("the list", () -> dialogs().findAny().isPresent());
      SwingUtilities.invokeAndWait(() -> dialogs().forEach(Dialog::dispose));
    }
  }

  @Test
  void withoutARecordingTheWindowOffersToOpenOne() throws Exception {
    try (Window window = Window.openWithoutWaiting(Optional.empty())) {
      SwingUtilities.invokeAndWait(() -> window.player().load(recording));
      window.await("the first sheet", () -> window.player().sheet().picture().isPresent());
    }
  }
}
