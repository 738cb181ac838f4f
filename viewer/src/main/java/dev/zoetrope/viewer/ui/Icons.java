package dev.zoetrope.viewer.ui;

import com.formdev.flatlaf.extras.FlatSVGIcon;
import java.awt.Color;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.swing.Icon;
import javax.swing.UIManager;

/** The icons of the buttons, in the colour of text. */
public final class Icons {

  private static final Color DRAWN = new Color(0x404040);

  private static final Map<String, Icon> LOADED = new ConcurrentHashMap<>();

  private Icons() {}

  public static Icon of(String name) {
    return LOADED.computeIfAbsent(name, Icons::load);
  }

  private static Icon load(String name) {
    FlatSVGIcon icon =
        new FlatSVGIcon("dev/zoetrope/viewer/icons/" + name + ".svg", Icons.class.getClassLoader());
    icon.setColorFilter(
        new FlatSVGIcon.ColorFilter(
            color -> color.equals(DRAWN) ? UIManager.getColor("Label.foreground") : color));
    return icon;
  }
}
