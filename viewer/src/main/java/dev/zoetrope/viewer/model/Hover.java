package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.ColorInputs;
import dev.zoetrope.render.SheetCell;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.swing.JLabel;

/**
 * Describes the value under the mouse: probe, channel, y, x, value. The value follows the frame.
 */
public final class Hover {

  private static final List<String> COLORS = List.of("red", "green", "blue");

  private final PlayerModel model;
  private final JLabel label;
  private String prefix = "";
  private boolean units;
  private SheetCell cell;
  private Supplier<Float> value;

  public Hover(PlayerModel model, JLabel label) {
    this.model = model;
    this.label = label;
  }

  /** Shows a value of the current layer. */
  public void show(SheetCell newCell, Supplier<Float> newValue) {
    prefix = "";
    units = model.layer().shape().size() == 1;
    tell(newCell, newValue);
  }

  /** Shows a value of a layer, or of the input if the layer is null. */
  public void show(Layer layer, SheetCell newCell, Supplier<Float> newValue) {
    prefix = (layer == null ? "input" : layer.name()) + "  ·  ";
    units = layer != null && layer.shape().size() == 1;
    tell(newCell, newValue);
  }

  private void tell(SheetCell newCell, Supplier<Float> newValue) {
    cell = newCell;
    value = newValue;
    refresh();
  }

  public void clear() {
    cell = null;
    value = null;
    label.setText(" ");
  }

  /** Shows another text until the mouse moves. */
  public void say(String text) {
    clear();
    label.setText(text);
  }

  public void refresh() {
    if (cell != null) {
      label.setText(prefix + text(model.run(), units, cell, value.get()));
    }
  }

  /**
   * Describes a value.
   *
   * @param units whether the layer is dense, so that the value has no position in a map
   */
  public static String text(RunData run, boolean units, SheetCell cell, float value) {
    String probe =
        "probe "
            + cell.probe()
            + run.className(cell.probe()).map(name -> " (class " + name + ")").orElse("");
    String place = String.format(Locale.ROOT, "  ·  y %d  x %d", cell.y(), cell.x());
    String where =
        cell.input()
            ? "input" + place
            : units ? "unit " + cell.channel() : "channel " + cell.channel() + place;
    Optional<ColorInputs> colors = cell.input() ? run.colorInputs() : Optional.empty();
    return probe + "  ·  " + where + "  ·  " + colors.map(c -> text(c, cell)).orElse(number(value));
  }

  private static String text(ColorInputs colors, SheetCell cell) {
    StringBuilder text = new StringBuilder();
    for (int color = 0; color < COLORS.size(); color++) {
      String value = number(colors.value(cell.probe(), color, cell.y(), cell.x()));
      text.append(color == 0 ? "" : "  ").append(COLORS.get(color)).append(' ').append(value);
    }
    return text.toString();
  }

  private static String number(float value) {
    return String.format(Locale.ROOT, "%+.5g", value);
  }
}
