package dev.zoetrope.viewer;

import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.TransferHandler;

/** Opens a recording that is dropped onto a window. */
@SuppressWarnings("serial") // never serialised
final class FileDrop extends TransferHandler {

  private final transient Consumer<Path> open;

  FileDrop(Consumer<Path> open) {
    this.open = open;
  }

  @Override
  public boolean canImport(TransferSupport support) {
    return support.isDataFlavorSupported(DataFlavor.javaFileListFlavor);
  }

  @Override
  public boolean importData(TransferSupport support) {
    try {
      Object dropped = support.getTransferable().getTransferData(DataFlavor.javaFileListFlavor);
      if (dropped instanceof List<?> files
          && !files.isEmpty()
          && files.get(0) instanceof File file) {
        open.accept(file.toPath());
        return true;
      }
      return false;
    } catch (UnsupportedFlavorException | IOException e) {
      return false; // tells the desktop that nothing was dropped
    }
  }
}
