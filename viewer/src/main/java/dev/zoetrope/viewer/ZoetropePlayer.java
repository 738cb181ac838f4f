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
import dev.zoetrope.viewer.ui.FocusKeys;
import dev.zoetrope.viewer.ui.Messages;
import dev.zoetrope.viewer.ui.ShrinkingPanel;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.SwingUtilities;

/**
 * A player for recordings, to put into any Swing window:
 *
 * <pre>{@code
 * frame.add(ZoetropePlayer.open(path));
 * }</pre>
 *
 * <p>To be used on the event thread, which it never lets wait for files. {@link #start} and {@link
 * #stop} as often as you like. A player that leaves the screen, with its window or alone, closes
 * the recording and ends its threads; when it returns, it goes on as it was. So {@link #close} is
 * needed only to end it for good.
 */
@SuppressWarnings("serial") // never serialised
public final class ZoetropePlayer extends JPanel implements AutoCloseable {

  private static final String SHEET = "sheet";
  private static final String OVERVIEW = "overview";

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
  private final JScrollPane sheetPane;
  private final CardLayout cards = new CardLayout();
  private final JPanel centre = new JPanel(cards);
  private final JPanel inspector = new ShrinkingPanel(new BorderLayout(), 0.4);
  private final JLabel pinCaption = new JLabel();
  private final PinView pinView;
  private final JComponent layerList;
  private final Timeline timeline;
  private final TimeView timeView;
  private final JPanel charts = new JPanel();
  private final JSplitPane aboveCharts = new JSplitPane(JSplitPane.VERTICAL_SPLIT);
  private transient BiConsumer<Path, Exception> failureHandler = this::showFailure;
  private transient Consumer<Path> openHandler = path -> {};
  private boolean playWhenLoaded;

  /** Whether it is on no screen: not yet, or no longer. */
  private boolean away = true;

  /** Whether the recording was let go meanwhile. */
  private boolean letGo;

  private boolean closed;

  /** Makes a player that shows nothing yet. */
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
    pinView = new PinView(model, workers, hover, pinCaption);
    PlayerDialogs commands = new PlayerDialogs(this, model, histories, sheet, workers.recordings);
    actions = new PlayerActions(model, commands);
    timeline = new Timeline(model, workers, histories);
    timeView = new TimeView(model, workers, timeline);
    transportBar = new TransportBar(model, actions, driver, histories);
    layerList = new LayerList(model, workers).component();
    sheetPane = pane(sheet);
    centre.add(sheetPane, SHEET);
    centre.add(pane(overview), OVERVIEW);
    layOut(new ViewBar(model, actions, commands).component(), hoverLabel);
    actions.bind(this);
    setFocusable(true);
    model.addListener(this::changed);
    driver.goAway();
    loader.goAway();
  }

  private static JScrollPane pane(JComponent view) {
    JScrollPane pane = new JScrollPane(view);
    pane.setBorder(BorderFactory.createEmptyBorder());
    pane.getVerticalScrollBar().setUnitIncrement(24);
    FocusKeys.strip(pane);
    return pane;
  }

  private void layOut(JComponent viewBar, JLabel hoverLabel) {
    inspector.add(pinView);
    pinCaption.setBorder(BorderFactory.createEmptyBorder(8, 22, 8, 8));
    inspector.add(pinCaption, BorderLayout.SOUTH);
    inspector.setVisible(false);
    JPanel sheetWithHover = new JPanel(new BorderLayout());
    sheetWithHover.add(centre);
    sheetWithHover.add(inspector, BorderLayout.EAST);
    hoverLabel.setBorder(BorderFactory.createEmptyBorder(4, 12, 4, 12));
    sheetWithHover.add(hoverLabel, BorderLayout.SOUTH);
    JSplitPane split = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, layerList, sheetWithHover);
    split.setBorder(BorderFactory.createEmptyBorder());
    split.setContinuousLayout(true);
    FocusKeys.strip(split);
    charts.setLayout(new BoxLayout(charts, BoxLayout.Y_AXIS));
    timeView.setVisible(false);
    charts.add(timeView);
    charts.add(timeline);
    aboveCharts.setTopComponent(split);
    aboveCharts.setBottomComponent(charts);
    aboveCharts.setResizeWeight(1);
    aboveCharts.setBorder(BorderFactory.createEmptyBorder());
    aboveCharts.setContinuousLayout(true);
    FocusKeys.strip(aboveCharts);
    JPanel top = new JPanel(new BorderLayout());
    top.add(viewBar);
    top.add(notice.component(), BorderLayout.SOUTH);
    add(top, BorderLayout.NORTH);
    add(aboveCharts);
    add(transportBar.component(), BorderLayout.SOUTH);
  }

  private void changed(Change change) {
    if (change == Change.RECORDING) {
      openHandler.accept(model.recording().orElseThrow().path());
      if (playWhenLoaded) {
        playWhenLoaded = false;
        model.play();
      }
    }
    if (change == Change.RECORDING || change == Change.GROWTH) {
      letGo = false;
      playIfShown();
    }
    if (change == Change.VIEW || change == Change.RECORDING) {
      cards.show(centre, model.view().overview ? OVERVIEW : SHEET);
      if (timeView.isVisible() != model.view().timeView) {
        timeView.setVisible(model.view().timeView);
        aboveCharts.resetToPreferredSizes();
      }
      revalidate();
    }
    inspector.setBackground(new Color(model.view().theme.background()));
    inspector.setVisible(model.pin().isPresent() && !model.view().overview);
    if (change == Change.FRAME && model.transport().playing && !model.view().overview) {
      int ahead = Math.max(4, (int) (model.transport().framesPerSecond / 4));
      workers.readAhead(
          model.recording().orElseThrow(), model.run(), model.view().layer, model.frame() + ahead);
    }
  }

  /** Makes a player that shows a recording as soon as it is read; returns at once. */
  public static ZoetropePlayer open(Path recording) {
    ZoetropePlayer player = new ZoetropePlayer();
    player.load(recording);
    return player;
  }

  /** Shows another recording, a directory or a packed zip; returns at once. */
  public void load(Path recording) {
    loader.open(recording);
  }

  /** Plays, now or as soon as the recording is read. */
  public void start() {
    playWhenLoaded = true;
    model.play();
  }

  /** Rests on the current frame. */
  public void stop() {
    playWhenLoaded = false;
    model.pause();
  }

  /** Comes to a screen: opens the recording again, and goes on as it was left. */
  @Override
  public void addNotify() {
    super.addNotify();
    if (away && !closed) {
      away = false;
      loader.comeBack();
      playIfShown();
    }
  }

  private void playIfShown() {
    if (!away && !letGo) {
      driver.comeBack();
    }
  }

  /** Leaves the screen, unless it comes to another place at once. */
  @Override
  public void removeNotify() {
    super.removeNotify();
    SwingUtilities.invokeLater(
        () -> {
          if (!isDisplayable() && !away && !closed) {
            away = true;
            letGo = true;
            rest();
            loader.goAway();
          }
        });
  }

  private void rest() {
    driver.goAway();
    transportBar.rest();
    notice.show("");
    workers.rest();
  }

  /** Ends for good: closes the recording and ends the threads. It shows nothing any more. */
  @Override
  public void close() {
    closed = true;
    model.pause();
    rest();
    workers.close();
    loader.close();
  }

  private void showFailure(Path path, Exception e) {
    Messages.show(this, "Cannot open the recording", Messages.opening(path, e));
  }

  /** Hears instead of the player's own dialog why a recording could not be opened. */
  void onFailure(BiConsumer<Path, Exception> handler) {
    failureHandler = handler;
  }

  /** Hears of recordings that were opened. */
  void onOpen(Consumer<Path> handler) {
    openHandler = handler;
  }

  /** What is on the screen, if anything is. */
  Optional<BufferedImage> shownPicture() {
    return model.view().overview ? overview.image() : sheet.picture().map(SheetPicture::shown);
  }

  /** The overview, if that is on the screen. */
  Optional<OverviewExport> overviewExport() {
    return model.view().overview ? overview.export() : Optional.empty();
  }

  /** The sizes that the user gave to the parts. */
  PaneSizes paneSizes() {
    return new PaneSizes(
        layerList.getWidth(),
        timeline.getHeight(),
        timeView.isVisible() ? timeView.getHeight() : timeView.getPreferredSize().height);
  }

  /** Gives the parts their sizes, before they are shown. */
  void setPaneSizes(PaneSizes sizes) {
    layerList.setPreferredSize(new Dimension(sizes.layers(), layerList.getPreferredSize().height));
    timeline.setPreferredSize(new Dimension(timeline.getPreferredSize().width, sizes.timeline()));
    timeView.setPreferredSize(new Dimension(timeView.getPreferredSize().width, sizes.timeView()));
  }

  /** What the player says of itself just now. */
  String notice() {
    return notice.text();
  }

  /** How many recordings it holds open. */
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
    return sheetPane;
  }
}
