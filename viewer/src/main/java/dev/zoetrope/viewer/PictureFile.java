package dev.zoetrope.viewer;

import dev.zoetrope.export.PngExporter;
import java.awt.Component;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.swing.JFileChooser;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;

/** Saves a picture as a PNG, where the user wants it. */
final class PictureFile {

  private PictureFile() {}

  /**
   * Asks for a file and writes it in the background.
   *
   * @param picture not drawn into any more
   * @param suggested the file to suggest
   */
  static void save(Component parent, BufferedImage picture, Path suggested) {
    JFileChooser chooser = new JFileChooser();
    chooser.setDialogTitle("Save the picture as PNG");
    chooser.setSelectedFile(suggested.toFile());
    if (chooser.showSaveDialog(parent) != JFileChooser.APPROVE_OPTION) {
      return;
    }
    File file = chooser.getSelectedFile();
    if (file.exists()
        && JOptionPane.showConfirmDialog(
                parent, "Replace " + file + "?", "Export", JOptionPane.OK_CANCEL_OPTION)
            != JOptionPane.OK_OPTION) {
      return;
    }
    new Thread(() -> write(parent, picture, file.toPath()), "zoetrope-picture").start();
  }

  private static void write(Component parent, BufferedImage picture, Path file) {
    try {
      PngExporter.write(picture, file);
    } catch (IOException e) {
      String text = file + " was not written: " + Messages.reason(e) + "\n\nChoose another folder.";
      SwingUtilities.invokeLater(() -> Messages.show(parent, "Cannot export", text));
    }
  }
}
