package dev.zoetrope.viewer;

import dev.zoetrope.render.SheetCell;
import java.util.Locale;
import java.util.function.Supplier;
import javax.swing.JLabel;

/** Says what is under the mouse: probe, channel, y, x, value; the value follows the frame. */
final class Hover {

  private final PlayerModel model;
  private final JLabel label;
  private String layer = "";
  private SheetCell cell;
  private Supplier<Float> value;

  Hover(PlayerModel model, JLabel label) {
    this.model = model;
    this.label = label;
  }

  void show(SheetCell newCell, Supplier<Float> newValue) {
    show("", newCell, newValue);
  }

  void show(String newLayer, SheetCell newCell, Supplier<Float> newValue) {
    layer = newLayer.isEmpty() ? "" : newLayer + "  ·  ";
    cell = newCell;
    value = newValue;
    refresh();
  }

  void clear() {
    cell = null;
    value = null;
    label.setText(" ");
  }

  /** Says something else until the mouse moves. */
  void say(String text) {
    clear();
    label.setText(text);
  }

  void refresh() {
    if (cell != null) {
      label.setText(layer + text(model.run(), cell, value.get()));
    }
  }

  static String text(RunData run, SheetCell cell, float value) {
    long known = run.label(cell.probe());
    String probe = "probe " + cell.probe() + (known < 0 ? "" : " (class " + known + ")");
    String where =
        cell.input()
            ? String.format(Locale.ROOT, "input  ·  y %d  x %d", cell.y(), cell.x())
            : String.format(
                Locale.ROOT, "channel %d  ·  y %d  x %d", cell.channel(), cell.y(), cell.x());
    return probe + "  ·  " + where + "  ·  " + String.format(Locale.ROOT, "%+.5g", value);
  }
}
