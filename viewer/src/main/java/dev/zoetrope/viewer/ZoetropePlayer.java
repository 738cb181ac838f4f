package dev.zoetrope.viewer;

import dev.zoetrope.viewer.action.PlayerActions;
import dev.zoetrope.viewer.export.OverviewExport;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.Hover;
import dev.zoetrope.viewer.model.Notice;
import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunLoader;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.overview.LayerList;
import dev.zoetrope.viewer.overview.OverviewView;
import dev.zoetrope.viewer.sheet.PinView;
import dev.zoetrope.viewer.sheet.SheetPicture;
import dev.zoetrope.viewer.sheet.SheetView;
import dev.zoetrope.viewer.timeline.Histories;
import dev.zoetrope.viewer.timeline.TimeView;
import dev.zoetrope.viewer.timeline.Timeline;
import dev.zoetrope.viewer.timeline.TransportBar;
import dev.zoetrope.viewer.ui.Messages;
import java.awt.BorderLayout;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;

/**
 * A player for recordings, to put into any Swing window:
 *
 * <pre>{@code
 * ZoetropePlayer player = ZoetropePlayer.open(Path.of("mnist.zarr"));
 * frame.add(player);
 * player.start();
 * }</pre>
 *
 * <p>Use it on the event dispatch thread, which it never blocks to read files. You may call {@link
 * #start} and {@link #stop} as often as you like. When a player leaves the screen, with its window
 * or alone, it closes the recording and ends its threads. When it returns, it continues as before.
 * So {@link #close} is needed only to end it for good.
 */
@SuppressWarnings("serial") // never serialised
public final class ZoetropePlayer extends JPanel implements AutoCloseable {

  private final transient PlayerModel model = new PlayerModel();
  private final transient Workers workers = new Workers();
  private final transient PlaybackDriver driver = new PlaybackDriver(model);
  private final transient Notice notice = new Notice();
  private final transient Histories histories = new Histories(model, workers);
  private final transient RunLoader loader;
  private final transient PlayerActions actions;
  private final transient TransportBar transportBar;
  private final SheetView sheet;
  private final OverviewView overview;
  private final PlayerLayout layout;
  private final transient ScreenLife life;
  private transient BiConsumer<Path, Exception> failureHandler = this::showFailure;
  private transient Consumer<Path> openHandler = path -> {};
  private boolean playWhenLoaded;

  /** Creates a player that shows nothing yet. */
  public ZoetropePlayer() {
    super(new BorderLayout());
    loader =
        new RunLoader(
            model,
            SwingUtilities::invokeLater,
            workers.recordings,
            (path, e) -> failureHandler.accept(path, e),
            notice::show);
    workers.onReplaced(loader::replaced);
    JLabel hoverLabel = new JLabel(" ");
    hoverLabel.getAccessibleContext().setAccessibleName("Value under the mouse");
    Hover hover = new Hover(model, hoverLabel);
    sheet = new SheetView(model, workers, hover, driver::painted, driver::unreadable);
    overview = new OverviewView(model, workers, hover, driver::painted, driver::unreadable);
    JLabel pinCaption = new JLabel();
    PinView pinView = new PinView(model, workers, hover, pinCaption);
    PlayerDialogs commands = new PlayerDialogs(this, model, histories, sheet, workers.recordings);
    actions = new PlayerActions(model, commands);
    Timeline timeline = new Timeline(model, workers, histories);
    transportBar = new TransportBar(model, actions, driver, histories);
    layout =
        new PlayerLayout(
            new LayerList(model, workers).component(),
            sheet,
            overview,
            new PlayerLayout.Inspector(pinView, pinCaption),
            hoverLabel,
            new PlayerLayout.Charts(new TimeView(model, workers, timeline), timeline));
    add(topBar(new ViewBar(model, actions, commands)), BorderLayout.NORTH);
    add(layout.component());
    add(transportBar.component(), BorderLayout.SOUTH);
    actions.bind(this);
    setFocusable(true);
    model.addListener(this::changed);
    life = new ScreenLife(this, driver, loader, this::rest);
  }

  private JComponent topBar(ViewBar viewBar) {
    JPanel top = new JPanel(new BorderLayout());
    top.add(viewBar.component());
    top.add(notice.component(), BorderLayout.SOUTH);
    return top;
  }

  private void changed(Change change) {
    if (change == Change.RECORDING) {
      openHandler.accept(model.recording().orElseThrow().path());
      if (playWhenLoaded) {
        playWhenLoaded = false;
        model.transport().play();
      }
    }
    if (change == Change.RECORDING || change == Change.GROWTH) {
      life.loaded();
    }
    if (change == Change.VIEW || change == Change.RECORDING) {
      layout.show(model.view());
    }
    layout.showInspector(model.pin().isPresent(), model.view());
    if (change == Change.FRAME && model.transport().playing() && !model.view().overview) {
      int ahead = Math.max(4, (int) (model.transport().framesPerSecond() / 4));
      workers.readAhead(
          model.recording().orElseThrow(), model.run(), model.view().layer, model.frame() + ahead);
    }
  }

  /** Creates a player that shows a recording as soon as it has been read; returns at once. */
  public static ZoetropePlayer open(Path recording) {
    ZoetropePlayer player = new ZoetropePlayer();
    player.load(recording);
    return player;
  }

  /** Shows another recording, a directory or a packed zip; returns at once. */
  public void load(Path recording) {
    loader.open(recording);
  }

  /** Starts playback, now or as soon as the recording has been read. */
  public void start() {
    playWhenLoaded = true;
    model.transport().play();
  }

  /** Stops playback at the current frame. */
  public void stop() {
    playWhenLoaded = false;
    model.transport().pause();
  }

  /**
   * Called when the player comes to a screen: opens the recording again and continues as before.
   */
  @Override
  public void addNotify() {
    super.addNotify();
    life.shown();
  }

  /** Called when the player leaves the screen: closes the recording, unless it is moved at once. */
  @Override
  public void removeNotify() {
    super.removeNotify();
    SwingUtilities.invokeLater(life::hidden);
  }

  private void rest() {
    driver.goAway();
    transportBar.rest();
    notice.show("");
    workers.rest();
  }

  /** Ends the player for good: closes the recording and ends the threads. */
  @Override
  public void close() {
    model.transport().pause();
    life.end();
    workers.close();
    loader.close();
  }

  private void showFailure(Path path, Exception e) {
    Messages.show(this, "Cannot open the recording", Messages.opening(path, e));
  }

  /** Sets a handler that replaces the player's dialog if a recording cannot be opened. */
  void onFailure(BiConsumer<Path, Exception> handler) {
    failureHandler = handler;
  }

  /** Sets a handler for recordings that were opened. */
  void onOpen(Consumer<Path> handler) {
    openHandler = handler;
  }

  /** Returns the picture on the screen, if there is one. */
  Optional<BufferedImage> shownPicture() {
    return model.view().overview ? overview.image() : sheet.picture().map(SheetPicture::shown);
  }

  /** Returns the overview, if it is on the screen. */
  Optional<OverviewExport> overviewExport() {
    return model.view().overview ? overview.export() : Optional.empty();
  }

  /** Returns the sizes that the user gave to the parts. */
  PaneSizes paneSizes() {
    return layout.sizes();
  }

  /** Sets the sizes of the parts; call it before they are shown. */
  void setPaneSizes(PaneSizes sizes) {
    layout.setSizes(sizes);
  }

  /** Returns the notice that is shown. */
  String notice() {
    return notice.text();
  }

  /** Returns how many recordings are open. */
  int openRecordings() {
    return workers.recordings.count();
  }

  PlayerModel model() {
    return model;
  }

  PlayerActions actions() {
    return actions;
  }

  PlaybackDriver driver() {
    return driver;
  }

  Histories histories() {
    return histories;
  }

  SheetView sheet() {
    return sheet;
  }

  JScrollPane sheetPane() {
    return layout.sheetPane();
  }
}
