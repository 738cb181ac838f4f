package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All layers at one step in one picture. The layers' sheets are stacked in columns, and each column
 * begins with the input images.
 *
 * <pre>{@code
 * BufferedImage picture = ContactSheet.of(recording, SheetOptions.DEFAULT).render(290);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ContactSheet {

  private static final long MOST_PIXELS = 1L << 28;

  private final Recording recording;
  private final Probes probes;
  private final SheetOptions options;
  private final Metrics metrics;
  private final List<Panel> panels;
  private final SheetRenderer inputs;
  private final Columns columns;

  /** A layer's sheet and its title. */
  private record Panel(Layer layer, SheetRenderer sheet) {}

  private ContactSheet(
      Recording recording, Probes probes, SheetOptions options, List<Panel> panels) {
    this.recording = recording;
    this.probes = probes;
    this.options = options;
    this.metrics = new Metrics(options);
    this.panels = panels;
    this.inputs = inputStrip();
    this.columns =
        Columns.arrange(
            panels.stream().map(panel -> panelHeight(panel.sheet().layout())).toList(),
            panels.stream().mapToInt(this::panelWidth).max().orElseThrow(),
            headHeight() + inputHeight());
    if ((long) width() * height() > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a picture of " + width() + " × " + height() + " pixels is too large");
    }
  }

  /**
   * Lays out a contact sheet. Each layer gets the colours that suit it.
   *
   * @param options the cell width, probes and theme; all channels are shown
   * @throws IllegalArgumentException if the picture would have more than 2²⁸ pixels
   */
  public static ContactSheet of(Recording recording, SheetOptions options) throws IOException {
    Probes probes = recording.probes();
    SheetOptions bare =
        options.withInputs(false).withLabels(false).withColorBar(false).withChannels(List.of());
    List<Layer> layers = recording.info().layers();
    int columnWidth = 0;
    for (Layer layer : layers) {
      SheetLayout alone = SheetLayout.of(layer, probes, bare.withInputs(true));
      columnWidth = Math.max(columnWidth, alone.columnWidth());
    }
    List<Panel> panels = new ArrayList<>();
    for (Layer layer : layers) {
      SheetLayout layout = SheetLayout.of(layer, probes, bare, columnWidth);
      Shading shading = Shading.suiting(recording, layer.name());
      panels.add(new Panel(layer, new SheetRenderer(layout, probes, shading)));
    }
    return new ContactSheet(recording, probes, bare, panels);
  }

  /** Returns the first layer's sheet with inputs, of which only the inputs are used. */
  private SheetRenderer inputStrip() {
    SheetRenderer first = panels.get(0).sheet();
    SheetLayout layout =
        SheetLayout.of(
            panels.get(0).layer(),
            probes,
            options.withInputs(true).withChannels(List.of(0)),
            first.layout().columnWidth());
    return new SheetRenderer(layout, probes, first.shading());
  }

  /** Returns the width of the picture in pixels. */
  public int width() {
    return columns.width();
  }

  /** Returns the height of the picture in pixels. */
  public int height() {
    return columns.height() + metrics.margin();
  }

  /**
   * Draws one frame.
   *
   * @throws IllegalArgumentException if there is no such frame
   */
  public BufferedImage render(int frame) throws IOException {
    BufferedImage picture = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      g.setColor(new Color(options.theme().background()));
      g.fillRect(0, 0, width(), height());
      for (int i = 0; i < panels.size(); i++) {
        Panel panel = panels.get(i);
        float[] values = recording.activation(panel.layer().name(), frame);
        if (i == 0) {
          drawHead(g, recording.steps()[frame]);
          drawInputs(g, values);
        }
        IndexedImage image = panel.sheet().newImage();
        panel.sheet().render(values, 0, image);
        int x = columns.x(i);
        int y = columns.y(i);
        drawTitle(g, panel.layer(), x, y);
        g.drawImage(image.toBufferedImage(), x, y + titleHeight(), null);
      }
    } finally {
      g.dispose();
    }
    return picture;
  }

  private void drawHead(Graphics2D g, long step) {
    int scale = 2 * metrics.fontScale();
    String digits = Long.toString(step);
    int x = metrics.margin();
    text(g, digits, x, metrics.margin(), scale, options.theme().text());
    int captionX = x + PixelFont.width(digits, scale) + 2 * scale;
    // Both stand on the same line.
    int captionY = metrics.margin() + PixelFont.CAP_HEIGHT * metrics.fontScale();
    text(g, "step", captionX, captionY, metrics.fontScale(), options.theme().muted());
  }

  private void drawInputs(Graphics2D g, float[] values) {
    IndexedImage image = inputs.newImage();
    inputs.render(values, 0, image);
    BufferedImage strip = inputs.picture(image).getSubimage(0, 0, image.width(), inputHeight());
    for (int column = 0; column < columns.count(); column++) {
      g.drawImage(strip, column * columns.pitch(), headHeight(), null);
    }
  }

  private void drawTitle(Graphics2D g, Layer layer, int x, int y) {
    int scale = metrics.fontScale();
    int nameX = x + metrics.margin();
    text(g, layer.name(), nameX, y, scale, options.theme().text());
    int shapeX = nameX + PixelFont.width(layer.name(), scale) + PixelFont.ADVANCE * scale;
    text(g, shape(layer), shapeX, y, scale, options.theme().muted());
  }

  private static String shape(Layer layer) {
    return String.join("×", layer.shape().stream().map(String::valueOf).toList());
  }

  private static void text(Graphics2D g, String text, int x, int y, int scale, int rgb) {
    g.setColor(new Color(rgb));
    PixelFont.draw(text, x, y, scale, g::fillRect);
  }

  private int headHeight() {
    return metrics.margin() + (2 * PixelFont.CAP_HEIGHT + 4) * metrics.fontScale();
  }

  private int inputHeight() {
    Box box = inputs.layout().boxAt(0, SheetCell.INPUT);
    return box.y() + box.height() + metrics.sectionGap();
  }

  private int panelWidth(Panel panel) {
    int scale = metrics.fontScale();
    String title = panel.layer().name() + " " + shape(panel.layer());
    int titleWidth = 2 * metrics.margin() + PixelFont.width(title, scale);
    return Math.max(panel.sheet().layout().width(), titleWidth) + 2 * metrics.gap();
  }

  /** Returns the height of a panel; the sheet's bottom margin separates it from the next. */
  private int panelHeight(SheetLayout layout) {
    return titleHeight() + layout.height();
  }

  /**
   * Returns the height of a title; the sheet's top margin, which follows, leaves more room than it
   * needs.
   */
  private int titleHeight() {
    return PixelFont.CAP_HEIGHT * metrics.fontScale();
  }
}
