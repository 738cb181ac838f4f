package dev.zoetrope.viewer;

import dev.zoetrope.render.Colormap;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.LoopMode;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RangeMode;
import dev.zoetrope.viewer.model.Transport;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.prefs.Preferences;

/** The settings that are remembered between starts. */
final class Settings {

  private static final int MOST_RECENT = 8;

  /**
   * Kept in a field, since an unused logger may lose its level. It reports folders that it creates.
   */
  private static final Logger PREFERENCES_LOG = Logger.getLogger("java.util.prefs");

  private final Preferences node;

  Settings(Preferences node) {
    this.node = node;
  }

  /** Returns the settings of the current user. */
  static Settings ofUser() {
    PREFERENCES_LOG.setLevel(Level.SEVERE);
    return new Settings(Preferences.userRoot().node("dev/zoetrope/viewer"));
  }

  Optional<Rectangle> bounds() {
    int width = node.getInt("width", 0);
    return width <= 0
        ? Optional.empty()
        : Optional.of(
            new Rectangle(
                node.getInt("x", 0), node.getInt("y", 0), width, node.getInt("height", 600)));
  }

  void setBounds(Rectangle bounds) {
    node.putInt("x", bounds.x);
    node.putInt("y", bounds.y);
    node.putInt("width", bounds.width);
    node.putInt("height", bounds.height);
  }

  Optional<PaneSizes> panes() {
    int layers = node.getInt("layersWidth", 0);
    int timeline = node.getInt("timelineHeight", 0);
    int timeView = node.getInt("timeViewHeight", 0);
    return Math.min(layers, Math.min(timeline, timeView)) <= 0
        ? Optional.empty()
        : Optional.of(new PaneSizes(layers, timeline, timeView));
  }

  void setPanes(PaneSizes sizes) {
    node.putInt("layersWidth", sizes.layers());
    node.putInt("timelineHeight", sizes.timeline());
    node.putInt("timeViewHeight", sizes.timeView());
  }

  ThemeChoice theme() {
    return named(ThemeChoice.values(), node.get("theme", ""), ThemeChoice.SYSTEM);
  }

  void setTheme(ThemeChoice theme) {
    node.put("theme", theme.name());
  }

  /** Whether the system was dark when it was last asked; an answer takes a while. */
  boolean systemWasDark() {
    return node.getBoolean("systemDark", false);
  }

  void setSystemWasDark(boolean dark) {
    node.putBoolean("systemDark", dark);
  }

  /** Applies the remembered settings to a model. */
  void restore(PlayerModel model) {
    model.transport().setRate(node.getDouble("rate", 25));
    model.transport().setKeepRate(node.getBoolean("keepRate", true));
    model.transport().setLoop(named(LoopMode.values(), node.get("loop", ""), LoopMode.LOOP));
    String colormap = node.get("colormap", "");
    Optional<Colormap> map =
        Arrays.stream(Colormap.values()).filter(each -> each.name().equals(colormap)).findFirst();
    RangeMode range = named(RangeMode.values(), node.get("range", ""), RangeMode.SUITING);
    // A range set by hand suits only one recording.
    RangeMode kept = range == RangeMode.BY_HAND ? RangeMode.SUITING : range;
    model.setColours(Colours.DEFAULT.with(map).with(kept));
  }

  void remember(PlayerModel model) {
    Transport transport = model.transport();
    node.putDouble("rate", transport.framesPerSecond());
    node.putBoolean("keepRate", transport.keepRate());
    node.put("loop", transport.loop().name());
    node.put("colormap", model.view().colours.colormap().map(Colormap::name).orElse(""));
    node.put("range", model.view().colours.mode().name());
  }

  private static <E extends Enum<E>> E named(E[] values, String name, E otherwise) {
    return Arrays.stream(values)
        .filter(value -> value.name().equals(name))
        .findFirst()
        .orElse(otherwise);
  }

  /** Returns the recordings that were opened, the latest first. */
  List<Path> recent() {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < MOST_RECENT; i++) {
      String path = node.get("recent" + i, "");
      if (!path.isEmpty()) {
        paths.add(Path.of(path));
      }
    }
    return paths;
  }

  void addRecent(Path path) {
    List<Path> paths = recent();
    Path absolute = path.toAbsolutePath();
    paths.remove(absolute);
    paths.add(0, absolute);
    for (int i = 0; i < MOST_RECENT; i++) {
      String text = i < paths.size() ? paths.get(i).toString() : "";
      // Preferences cannot hold longer values.
      node.put("recent" + i, text.length() <= Preferences.MAX_VALUE_LENGTH ? text : "");
    }
  }
}
