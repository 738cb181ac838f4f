package dev.zoetrope.viewer.ui;

import java.awt.Toolkit;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.util.ArrayList;
import java.util.List;
import javax.swing.KeyStroke;

/**
 * Converts keys from the code's notation, such as {@code shift_LEFT menu_O ?}, to what users read.
 */
public final class KeyNames {

  private KeyNames() {}

  /** Parses keys separated by spaces; {@code menu} is Ctrl, or Cmd on a Mac. */
  public static List<KeyStroke> parse(String keys) {
    List<KeyStroke> strokes = new ArrayList<>();
    for (String key : keys.split(" ", -1)) {
      strokes.add(stroke(key));
    }
    return strokes;
  }

  private static KeyStroke stroke(String key) {
    if (key.length() == 1 && !Character.isLetterOrDigit(key.charAt(0))) {
      // A character rather than a key: its place depends on the keyboard.
      return KeyStroke.getKeyStroke(key.charAt(0));
    }
    int modifiers = 0;
    String rest = key;
    while (true) {
      if (rest.startsWith("menu_")) {
        modifiers |= Toolkit.getDefaultToolkit().getMenuShortcutKeyMaskEx();
        rest = rest.substring(5);
      } else if (rest.startsWith("shift_")) {
        modifiers |= InputEvent.SHIFT_DOWN_MASK;
        rest = rest.substring(6);
      } else if (rest.startsWith("alt_")) {
        modifiers |= InputEvent.ALT_DOWN_MASK;
        rest = rest.substring(4);
      } else {
        return KeyStroke.getKeyStroke(KeyStroke.getKeyStroke(rest).getKeyCode(), modifiers);
      }
    }
  }

  /** Returns a key as users read it, such as {@code Shift+←}. */
  public static String text(KeyStroke key) {
    if (key.getKeyCode() == 0) {
      return Character.toString(key.getKeyChar());
    }
    String modifiers = InputEvent.getModifiersExText(key.getModifiers());
    return (modifiers.isEmpty() ? "" : modifiers + "+") + name(key);
  }

  private static String name(KeyStroke key) {
    String name = KeyEvent.getKeyText(key.getKeyCode());
    return switch (key.getKeyCode()) {
      case KeyEvent.VK_LEFT -> "←";
      case KeyEvent.VK_RIGHT -> "→";
      case KeyEvent.VK_UP -> "↑";
      case KeyEvent.VK_DOWN -> "↓";
      case KeyEvent.VK_OPEN_BRACKET -> "[";
      case KeyEvent.VK_CLOSE_BRACKET -> "]";
      case KeyEvent.VK_BACK_SLASH -> "\\";
      case KeyEvent.VK_COMMA -> ",";
      case KeyEvent.VK_PERIOD -> ".";
      case KeyEvent.VK_PLUS -> "+";
      case KeyEvent.VK_MINUS -> "−";
      case KeyEvent.VK_EQUALS -> "=";
      default -> name;
    };
  }
}
