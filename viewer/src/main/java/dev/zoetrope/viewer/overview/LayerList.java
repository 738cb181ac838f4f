package dev.zoetrope.viewer.overview;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.MapShape;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.ui.DevicePixels;
import dev.zoetrope.viewer.ui.FocusKeys;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.DefaultListModel;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.ListCellRenderer;
import javax.swing.ListSelectionModel;
import javax.swing.UIManager;
import javax.swing.text.Position;

/** The list of layers, each with a live thumbnail of the current frame, its shape and type. */
public final class LayerList {

  private static final int THUMBNAIL_WIDTH = 60;
  private static final int THUMBNAIL_HEIGHT = 58;
  private static final int MARGIN = 10;

  private final PlayerModel model;
  private final DefaultListModel<Layer> entries = new DefaultListModel<>();
  private final JList<Layer> list = new NavigableList(entries);
  private final JScrollPane pane = new JScrollPane(list);
  private final Map<Integer, BufferedImage> pictures = new HashMap<>();
  private final Thumbnails thumbnails;
  private boolean selecting;

  public LayerList(PlayerModel model, Workers workers) {
    this.model = model;
    thumbnails = new Thumbnails(model, workers, this::show);
    FocusKeys.strip(list);
    FocusKeys.strip(pane);
    list.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
    list.setCellRenderer(new Cell());
    list.getAccessibleContext().setAccessibleName("Layers");
    list.addListSelectionListener(
        event -> {
          if (!selecting && list.getSelectedIndex() >= 0) {
            model.selectLayer(list.getSelectedIndex());
          }
        });
    pane.setBorder(BorderFactory.createEmptyBorder());
    pane.setHorizontalScrollBarPolicy(JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
    pane.setPreferredSize(new Dimension(196, 200));
    pane.setMinimumSize(new Dimension(96, 50));
    pane.getViewport().addChangeListener(event -> request());
    model.addListener(this::changed);
  }

  public JComponent component() {
    return pane;
  }

  private void changed(Change change) {
    switch (change) {
      case RECORDING -> fill();
      case FRAME, GROWTH -> request();
      case VIEW -> {
        select();
        list.repaint();
        request();
      }
      case PIN -> request();
      default -> {}
    }
  }

  private void fill() {
    selecting = true;
    pictures.clear();
    entries.clear();
    entries.addAll(model.run().layers());
    selecting = false;
    select();
    request();
  }

  private void select() {
    selecting = true;
    list.setSelectedIndex(model.view().layer);
    list.ensureIndexIsVisible(model.view().layer);
    selecting = false;
  }

  private void request() {
    double scale = DevicePixels.scale(list);
    thumbnails.request(
        list.getFirstVisibleIndex(),
        list.getLastVisibleIndex(),
        DevicePixels.of(THUMBNAIL_WIDTH, scale),
        DevicePixels.of(THUMBNAIL_HEIGHT, scale));
  }

  private void show(Map<Integer, BufferedImage> newPictures) {
    pictures.putAll(newPictures);
    for (int index : newPictures.keySet()) {
      Rectangle cell = list.getCellBounds(index, index);
      if (cell != null) { // another recording may have fewer layers
        list.repaint(cell.x, cell.y, MARGIN + THUMBNAIL_WIDTH, cell.height);
      }
    }
  }

  /** A list that leaves letter keys to the player instead of searching for names. */
  @SuppressWarnings("serial") // never serialised
  private static final class NavigableList extends JList<Layer> {

    NavigableList(DefaultListModel<Layer> entries) {
      super(entries);
    }

    @Override
    public int getNextMatch(String prefix, int start, Position.Bias bias) {
      return -1;
    }
  }

  /** A row: thumbnail on the left; name, shape and type on the right. */
  @SuppressWarnings("serial") // never serialised
  private final class Cell extends JPanel implements ListCellRenderer<Layer> {

    private final JLabel name = new JLabel();
    private final JLabel shape = new JLabel();
    private final JLabel type = new JLabel();
    private final Picture picture = new Picture();

    Cell() {
      super(new BorderLayout(10, 0));
      setBorder(BorderFactory.createEmptyBorder(3, MARGIN, 3, 6));
      JPanel text = new JPanel();
      text.setLayout(new BoxLayout(text, BoxLayout.Y_AXIS));
      text.setOpaque(false);
      text.add(Box.createVerticalGlue());
      text.add(name);
      text.add(shape);
      text.add(type);
      text.add(Box.createVerticalGlue());
      name.putClientProperty("FlatLaf.styleClass", "semibold");
      shape.putClientProperty("FlatLaf.styleClass", "small");
      type.putClientProperty("FlatLaf.styleClass", "small");
      add(picture, BorderLayout.WEST);
      add(text);
    }

    @Override
    public Component getListCellRendererComponent(
        JList<? extends Layer> source,
        Layer layer,
        int index,
        boolean isSelected,
        boolean cellHasFocus) {
      Color ink = isSelected ? source.getSelectionForeground() : source.getForeground();
      setBackground(isSelected ? source.getSelectionBackground() : source.getBackground());
      name.setText(layer.name());
      name.setForeground(ink);
      shape.setText(MapShape.text(layer.shape()));
      type.setText(layer.type());
      Color quiet = isSelected ? ink : UIManager.getColor("Label.disabledForeground");
      shape.setForeground(quiet);
      type.setForeground(quiet);
      picture.image = pictures.get(index);
      setToolTipText(layer.name() + ", " + layer.type() + ", " + MapShape.text(layer.shape()));
      getAccessibleContext()
          .setAccessibleName(
              layer.name() + ", " + layer.type() + ", " + MapShape.text(layer.shape()));
      return this;
    }
  }

  @SuppressWarnings("serial") // never serialised
  private static final class Picture extends JComponent {

    private BufferedImage image;

    @Override
    public Dimension getPreferredSize() {
      return new Dimension(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT);
    }

    @Override
    protected void paintComponent(Graphics g) {
      if (image == null) {
        return;
      }
      double scale = DevicePixels.scale(this);
      int width = DevicePixels.of(THUMBNAIL_WIDTH, scale);
      int height = DevicePixels.of(THUMBNAIL_HEIGHT, scale);
      if (image.getWidth() > width || image.getHeight() > height) {
        double fit =
            Math.min((double) width / image.getWidth(), (double) height / image.getHeight());
        g.drawImage(
            image,
            0,
            0,
            (int) (image.getWidth() * fit / scale),
            (int) (image.getHeight() * fit / scale),
            null);
      } else {
        DevicePixels.draw(
            (Graphics2D) g,
            image,
            (width - image.getWidth()) / 2,
            (height - image.getHeight()) / 2);
      }
    }
  }
}
