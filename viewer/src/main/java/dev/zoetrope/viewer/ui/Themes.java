package dev.zoetrope.viewer.ui;

import com.formdev.flatlaf.FlatDarkLaf;
import com.formdev.flatlaf.FlatLaf;
import com.formdev.flatlaf.FlatLightLaf;
import dev.zoetrope.render.Theme;
import java.util.Map;

/** The look of the window, which matches the colours around the data. */
public final class Themes {

  private Themes() {}

  /**
   * Sets the look for new windows and changes open ones. Waits for a {@link #warmUp} on another
   * thread, since Swing's tables of defaults are empty while they change.
   */
  public static synchronized void apply(Theme theme) {
    FlatLaf laf = theme == Theme.DARK ? new FlatDarkLaf() : new FlatLightLaf();
    laf.setExtraDefaults(theme == Theme.DARK ? DARK : LIGHT);
    FlatLaf.setup(laf);
    FlatLaf.updateUI();
  }

  /** Loads classes and icons, but changes nothing. */
  public static synchronized void warmUp() {
    new FlatLightLaf().getDefaults();
    Icons.of("play").getIconWidth();
  }

  private static final Map<String, String> LIGHT =
      Map.of(
          "@background", "#F6F7F9",
          "@foreground", "#1B1F24",
          "@accentColor", "#1D5FBF",
          "List.background", "#F6F7F9",
          "SplitPaneDivider.style", "plain",
          "SplitPane.dividerSize", "4");

  private static final Map<String, String> DARK =
      Map.of(
          "@background", "#202329",
          "@foreground", "#E6E9EE",
          "@accentColor", "#4C8DFF",
          "List.background", "#202329",
          "SplitPaneDivider.style", "plain",
          "SplitPane.dividerSize", "4");
}
