package dev.zoetrope.viewer.ui;

import java.awt.Component;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.swing.JFileChooser;
import javax.swing.filechooser.FileFilter;

/** Asks for a recording: a folder or a packed file. */
public final class OpenDialog {

  private OpenDialog() {}

  public static Optional<Path> choose(Component parent, Optional<Path> near) {
    JFileChooser chooser = new Chooser();
    near.map(Path::toAbsolutePath)
        .map(Path::getParent)
        .ifPresent(folder -> chooser.setCurrentDirectory(folder.toFile()));
    return chooser.showOpenDialog(parent) == JFileChooser.APPROVE_OPTION
        ? Optional.of(chooser.getSelectedFile().toPath())
        : Optional.empty();
  }

  static boolean isRecording(Path path) {
    return Files.isDirectory(path)
        ? Files.exists(path.resolve("zarr.json"))
        : path.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /** A file chooser that treats the folder of a recording as a file. */
  @SuppressWarnings("serial") // never serialised
  private static final class Chooser extends JFileChooser {

    Chooser() {
      setDialogTitle("Open a recording");
      setFileSelectionMode(FILES_AND_DIRECTORIES);
      setAcceptAllFileFilterUsed(false);
      setFileFilter(
          new FileFilter() {
            @Override
            public boolean accept(File file) {
              return file.isDirectory() || isRecording(file.toPath());
            }

            @Override
            public String getDescription() {
              return "Recordings (NAME.zarr, NAME.zarr.zip)";
            }
          });
    }

    @Override
    public boolean isTraversable(File file) {
      return super.isTraversable(file) && !isRecording(file.toPath());
    }
  }
}
