package dev.zoetrope.viewer.timeline;

import dev.zoetrope.viewer.action.PlayerAction;
import dev.zoetrope.viewer.action.PlayerActions;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.Speeds;
import dev.zoetrope.viewer.model.Transport;
import dev.zoetrope.viewer.ui.FocusKeys;
import dev.zoetrope.viewer.ui.Icons;
import dev.zoetrope.viewer.ui.KeyNames;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.FlowLayout;
import java.util.Locale;
import java.util.Objects;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.Icon;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;
import javax.swing.Timer;

/** The buttons for moving in time, the speed, and the current step. */
public final class TransportBar {

  private static final String[] SPEEDS = {
    "1 fps",
    "5 fps",
    "10 fps",
    "25 fps",
    "30 fps",
    "60 fps",
    "120 fps",
    "run in 10 s",
    "run in 30 s"
  };

  private final PlayerModel model;
  private final PlaybackDriver driver;
  private final Histories histories;
  private final JPanel panel = new JPanel(new BorderLayout(12, 0));
  private final JLabel where = new JLabel(" ");
  private final JLabel rate = new JLabel(" ");
  private final JButton play;
  private final JButton loop;
  private final JToggleButton live = new JToggleButton("Live", Icons.of("live"));
  private final JComboBox<String> speed = new JComboBox<>(SPEEDS);
  private final Icon playIcon = Icons.of("play");
  private final Icon pauseIcon = Icons.of("pause");
  private final Timer rateTimer = new Timer(250, event -> showRate());
  private boolean showing;

  public TransportBar(
      PlayerModel model, PlayerActions actions, PlaybackDriver driver, Histories histories) {
    this.model = model;
    this.driver = driver;
    this.histories = histories;
    JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEFT, 2, 0));
    buttons.add(button(actions, "first", "first"));
    buttons.add(button(actions, "previous", "previous"));
    play = button(actions, "play", "play");
    buttons.add(play);
    buttons.add(button(actions, "next", "next"));
    buttons.add(button(actions, "last", "last"));
    buttons.add(Box.createHorizontalStrut(8));
    loop = button(actions, "loop", "loop");
    buttons.add(loop);
    buttons.add(speedBox());
    live.addActionListener(event -> model.transport().end());
    live.setToolTipText("Show each new step as it is recorded (End)");
    buttons.add(FocusKeys.quiet(live));
    panel.setBorder(BorderFactory.createEmptyBorder(5, 8, 6, 12));
    panel.add(buttons, BorderLayout.WEST);
    where.getAccessibleContext().setAccessibleName("Current step");
    panel.add(where);
    rate.getAccessibleContext().setAccessibleName("Measured rate and dropped frames");
    panel.add(rate, BorderLayout.EAST);
    model.addListener(this::changed);
    histories.addListener(this::showPosition);
    showTransport();
  }

  public JComponent component() {
    return panel;
  }

  public static JButton button(PlayerActions actions, String id, String icon) {
    PlayerAction action = actions.get(id);
    JButton button = new JButton(Icons.of(icon));
    button.addActionListener(action);
    button.setToolTipText(tip(action));
    button.getAccessibleContext().setAccessibleName(action.label());
    return FocusKeys.quiet(button);
  }

  public static String tip(PlayerAction action) {
    return action.label() + " (" + KeyNames.text(action.keys().get(0)) + ")";
  }

  private Component speedBox() {
    speed.setEditable(true);
    speed.setToolTipText("Speed: frames per second, or seconds for the whole run ([ and ])");
    speed.getAccessibleContext().setAccessibleName("Speed");
    speed.putClientProperty("JComponent.minimumWidth", 96);
    speed.addActionListener(
        event -> {
          if (!showing) {
            Speeds.parse(Objects.toString(speed.getSelectedItem(), ""), frames())
                .ifPresent(model.transport()::setRate);
            showTransport();
          }
        });
    return speed;
  }

  private int frames() {
    return model.hasFrames() ? model.run().frames() : 1;
  }

  private void changed(Change change) {
    switch (change) {
      case FRAME -> showPosition();
      case RECORDING, GROWTH -> {
        showPosition();
        showTransport();
      }
      case TRANSPORT -> showTransport();
      default -> {}
    }
  }

  private void showPosition() {
    if (!model.hasFrames()) {
      where.setText(model.run() == null ? " " : "Waiting for the first step…");
      return;
    }
    where.setText(position(model.run(), model.frame(), histories.flagged(model.frame())));
  }

  static String position(RunData run, int frame, boolean flagged) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(Locale.ROOT, "step %d of %d", run.step(frame), run.step(run.frames() - 1)));
    if (run.epoch(frame) > 0) {
      text.append("   ·   epoch ").append(run.epoch(frame));
    }
    if (!Float.isNaN(run.loss(frame))) {
      text.append(String.format(Locale.ROOT, "   ·   loss %.4g", run.loss(frame)));
    }
    if (!Float.isNaN(run.accuracy(frame))) {
      text.append(String.format(Locale.ROOT, "   ·   accuracy %.1f %%", 100 * run.accuracy(frame)));
    }
    return text + (flagged ? "   ·   NaN or infinity in this layer" : "");
  }

  private void showTransport() {
    Transport transport = model.transport();
    play.setIcon(transport.playing() ? pauseIcon : playIcon);
    loop.setIcon(
        Icons.of(
            switch (transport.loop()) {
              case LOOP -> "loop";
              case ONCE -> "once";
              case BACK_AND_FORTH -> "bounce";
            }));
    loop.setToolTipText(transport.loop() + " (L)");
    live.setVisible(model.run() != null && !model.run().isFinished());
    live.setSelected(transport.following());
    showing = true;
    speed.setSelectedItem(Speeds.text(transport.framesPerSecond()));
    showing = false;
    if (transport.playing()) {
      rateTimer.start();
    } else {
      rateTimer.stop();
    }
    showRate();
  }

  private void showRate() {
    if (driver.shown() == 0) {
      rate.setText(" ");
      return;
    }
    long dropped = driver.dropped();
    String measured = model.transport().playing() ? driver.measuredRate() + " fps   ·   " : "";
    rate.setText(
        measured
            + (model.transport().keepRate()
                ? String.format(Locale.ROOT, "%d of %d dropped", dropped, dropped + driver.shown())
                : "every frame"));
  }

  /** Stops measuring until playback starts again. */
  public void rest() {
    rateTimer.stop();
  }
}
