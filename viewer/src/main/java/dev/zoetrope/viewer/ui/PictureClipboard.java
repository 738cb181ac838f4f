package dev.zoetrope.viewer.ui;

import java.awt.Graphics2D;
import java.awt.Toolkit;
import java.awt.datatransfer.DataFlavor;
import java.awt.datatransfer.Transferable;
import java.awt.datatransfer.UnsupportedFlavorException;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Puts a picture on the clipboard. */
public final class PictureClipboard {

  private PictureClipboard() {}

  public static void copy(Optional<BufferedImage> shown) {
    shown.ifPresent(
        picture -> {
          // A copy, because the picture itself will soon be overwritten.
          BufferedImage copy =
              new BufferedImage(
                  picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
          Graphics2D g = copy.createGraphics();
          g.drawImage(picture, 0, 0, null);
          g.dispose();
          Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new Picture(copy), null);
        });
  }

  private record Picture(BufferedImage image) implements Transferable {

    @Override
    public DataFlavor[] getTransferDataFlavors() {
      return new DataFlavor[] {DataFlavor.imageFlavor};
    }

    @Override
    public boolean isDataFlavorSupported(DataFlavor flavor) {
      return DataFlavor.imageFlavor.equals(flavor);
    }

    @Override
    public Object getTransferData(DataFlavor flavor) throws UnsupportedFlavorException {
      if (!isDataFlavorSupported(flavor)) {
        throw new UnsupportedFlavorException(flavor);
      }
      return image;
    }
  }
}
