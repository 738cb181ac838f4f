package dev.zoetrope.viewer.export;

import dev.zoetrope.export.VideoExporter;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.ui.ByteCount;
import dev.zoetrope.viewer.ui.LatestWins;
import dev.zoetrope.viewer.ui.Messages;
import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.FlowLayout;
import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.JSpinner;
import javax.swing.KeyStroke;
import javax.swing.SpinnerNumberModel;
import javax.swing.SwingUtilities;

/** Exports what is on the screen: with choices, a forecast of the size, progress and cancel. */
public final class ExportDialog {

  private final Component parent;
  private final ExportSource source;
  private final LatestWins worker = new LatestWins("zoetrope-export");
  private final JDialog dialog;
  private final JComboBox<ExportPlan.Format> format;
  private final JSpinner first;
  private final JSpinner last;
  private final JSpinner scale;
  private final JSpinner rate;
  private final JLabel forecast = new JLabel(" ");
  private final JProgressBar progress = new JProgressBar();
  private final JButton export = new JButton("Export…");
  private final JButton cancel = new JButton("Close");
  private final GridBagConstraints at = new GridBagConstraints();
  private final JPanel form = new JPanel(new GridBagLayout());
  private volatile boolean cancelled;
  private boolean running;

  /** The user's choices, which determine the forecast. */
  private record Choice(ExportSubject subject, ExportPlan plan) {}

  /**
   * Creates a dialog.
   *
   * @param zoom pixels per value of the sheet on the screen
   * @param onClosed called on the dialog's own thread when it no longer reads anything
   */
  public ExportDialog(
      Component parent, PlayerModel model, ExportSource source, int zoom, Runnable onClosed) {
    this.parent = parent;
    this.source = source;
    Window owner = SwingUtilities.getWindowAncestor(parent);
    dialog = new JDialog(owner, "Export", JDialog.ModalityType.MODELESS);
    List<ExportPlan.Format> formats =
        Arrays.stream(ExportPlan.Format.values())
            .filter(choice -> !choice.video() || VideoExporter.available())
            .toList();
    format = new JComboBox<>(formats.toArray(ExportPlan.Format[]::new));
    format.setSelectedItem(ExportPlan.Format.GIF);
    int end = model.run().frames() - 1;
    first = spinner(model.transport().firstFrame(), 0, end);
    last = spinner(model.transport().lastFrame(), 0, end);
    scale = spinner(zoom, 1, 64);
    double speed = Math.min(60, model.transport().framesPerSecond());
    rate = new JSpinner(new SpinnerNumberModel(speed, 0.5, 120.0, 1.0));
    layOut();
    format.addActionListener(event -> plan());
    for (JSpinner field : List.of(first, last, scale, rate)) {
      field.addChangeListener(event -> plan());
    }
    export.addActionListener(event -> chooseAndStart());
    cancel.addActionListener(event -> cancel());
    dialog.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent e) {
            cancelled = true;
            worker.submit(onClosed);
            worker.close();
          }
        });
  }

  private static JSpinner spinner(int value, int min, int max) {
    return new JSpinner(new SpinnerNumberModel(Math.max(min, Math.min(max, value)), min, max, 1));
  }

  private void layOut() {
    form.setBorder(BorderFactory.createEmptyBorder(16, 18, 8, 18));
    at.insets = new Insets(4, 4, 4, 8);
    at.anchor = GridBagConstraints.LINE_START;
    row("Format", format);
    row("First frame", first);
    row("Last frame", last);
    if (!source.ofOverview()) {
      row("Pixels a value", scale);
    }
    row("Frames a second", rate);
    JPanel buttons = new JPanel(new FlowLayout(FlowLayout.TRAILING, 8, 0));
    buttons.setBorder(BorderFactory.createEmptyBorder(8, 0, 14, 10));
    buttons.add(cancel);
    buttons.add(export);
    JPanel below = new JPanel(new BorderLayout(0, 8));
    below.setBorder(BorderFactory.createEmptyBorder(4, 22, 0, 14));
    forecast.getAccessibleContext().setAccessibleName("Forecast");
    progress.getAccessibleContext().setAccessibleName("Progress of the export");
    progress.setVisible(false);
    below.add(forecast, BorderLayout.NORTH);
    below.add(progress);
    below.add(buttons, BorderLayout.SOUTH);
    dialog.add(form);
    dialog.add(below, BorderLayout.SOUTH);
    dialog.getRootPane().setDefaultButton(export);
    dialog
        .getRootPane()
        .registerKeyboardAction(
            event -> cancel(), KeyStroke.getKeyStroke("ESCAPE"), JComponent.WHEN_IN_FOCUSED_WINDOW);
    dialog.setDefaultCloseOperation(JDialog.DISPOSE_ON_CLOSE);
  }

  private void row(String name, JComponent field) {
    JLabel label = new JLabel(name);
    label.setLabelFor(field);
    at.gridy++;
    at.gridx = 0;
    at.fill = GridBagConstraints.NONE;
    at.weightx = 0;
    form.add(label, at);
    at.gridx = 1;
    at.fill = GridBagConstraints.HORIZONTAL;
    at.weightx = 1;
    form.add(field, at);
  }

  public void show() {
    plan();
    dialog.pack();
    dialog.setLocationRelativeTo(parent);
    dialog.setVisible(true);
  }

  private Choice current() {
    int from = (Integer) first.getValue();
    ExportPlan plan =
        new ExportPlan(
            (ExportPlan.Format) format.getSelectedItem(),
            source.frame(),
            from,
            Math.max(from, (Integer) last.getValue()),
            ((Number) rate.getValue()).doubleValue());
    return new Choice(source.subject((Integer) scale.getValue()), plan);
  }

  /** Shows the result of the choices; the file size is added when it is known. */
  private void plan() {
    if (running) {
      return;
    }
    Choice choice = current();
    ExportPlan plan = choice.plan();
    boolean still = plan.format() == ExportPlan.Format.PNG;
    first.setEnabled(!still);
    last.setEnabled(!still);
    rate.setEnabled(!still);
    String frames = plan.frames() == 1 ? "1 picture" : plan.frames() + " pictures";
    String text =
        frames + " of " + choice.subject().width() + " × " + choice.subject().height() + " pixels";
    forecast.setText(text + (still ? "" : ", size: …"));
    if (!still) {
      worker.submit(
          () -> {
            String size;
            try {
              size = choice.subject().forecast(plan);
            } catch (IOException | RuntimeException | Error e) {
              size = "size not known: " + Messages.reason(e);
            }
            String known = size;
            SwingUtilities.invokeLater(
                () -> {
                  if (!running && choice.equals(current())) {
                    forecast.setText(text + ", " + known);
                  }
                });
          });
    }
  }

  private void chooseAndStart() {
    Choice choice = current();
    JFileChooser chooser = new JFileChooser();
    Path recording = source.recording().path().toAbsolutePath();
    String name = choice.subject().name().replaceAll("[^A-Za-z0-9._-]", ".");
    chooser.setSelectedFile(
        recording.resolveSibling(name + "." + choice.plan().format().extension()).toFile());
    if (chooser.showSaveDialog(dialog) == JFileChooser.APPROVE_OPTION) {
      Path file = chooser.getSelectedFile().toPath();
      if (!chooser.getSelectedFile().exists() || confirmed(file)) {
        start(choice, file);
      }
    }
  }

  private boolean confirmed(Path file) {
    return JOptionPane.showConfirmDialog(
            dialog, "Replace " + file + "?", "Export", JOptionPane.OK_CANCEL_OPTION)
        == JOptionPane.OK_OPTION;
  }

  private void start(Choice choice, Path file) {
    running = true;
    cancelled = false;
    export.setEnabled(false);
    cancel.setText("Cancel");
    progress.setValue(0);
    progress.setVisible(true);
    dialog.pack();
    worker.submit(
        () -> {
          String outcome;
          try {
            choice.subject().write(choice.plan(), file, this::report);
            outcome =
                "Wrote " + file.getFileName() + ", " + ByteCount.exact(file.toFile().length());
          } catch (CancellationException e) {
            outcome = "Cancelled; nothing was written";
          } catch (IOException | RuntimeException | Error e) {
            outcome = "";
            SwingUtilities.invokeLater(() -> failed(file, e));
          }
          String said = outcome;
          SwingUtilities.invokeLater(() -> ended(said));
        });
  }

  private boolean report(long done, long total) {
    SwingUtilities.invokeLater(
        () -> {
          progress.setMaximum((int) total);
          progress.setValue((int) done);
        });
    return !cancelled;
  }

  private void failed(Path file, Throwable e) {
    Messages.show(
        dialog,
        "Cannot export",
        file.getFileName()
            + " was not written: "
            + Messages.reason(e)
            + "\n\nChoose another folder or format, or fewer frames.");
  }

  private void ended(String said) {
    running = false;
    export.setEnabled(true);
    cancel.setText("Close");
    progress.setVisible(false);
    forecast.setText(said.isEmpty() ? " " : said);
  }

  private void cancel() {
    if (running) {
      cancelled = true;
    } else {
      dialog.dispose();
    }
  }
}
