package dev.zoetrope.export;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;

/** An animated GIF as a viewer shows it: each picture drawn over the previous ones. */
record GifReading(List<int[]> pictures, List<Integer> delays, boolean loops) {

  static GifReading of(Path file) throws IOException {
    List<int[]> pictures = new ArrayList<>();
    List<Integer> delays = new ArrayList<>();
    boolean loops = false;
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      BufferedImage canvas = null;
      for (int i = 0; i < reader.getNumImages(true); i++) {
        BufferedImage patch = reader.read(i);
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode place = child(root, "ImageDescriptor");
        if (canvas == null) {
          canvas =
              new BufferedImage(patch.getWidth(), patch.getHeight(), BufferedImage.TYPE_INT_ARGB);
          loops = root.getElementsByTagName("ApplicationExtension").getLength() == 1;
        }
        draw(patch, number(place, "imageLeftPosition"), number(place, "imageTopPosition"), canvas);
        IIOMetadataNode control = child(root, "GraphicControlExtension");
        delays.add(number(control, "delayTime"));
        pictures.add(
            canvas.getRGB(0, 0, canvas.getWidth(), canvas.getHeight(), null, 0, canvas.getWidth()));
      }
    } finally {
      reader.dispose();
    }
    return new GifReading(pictures, delays, loops);
  }

  private static void draw(BufferedImage patch, int left, int top, BufferedImage canvas) {
    for (int y = 0; y < patch.getHeight(); y++) {
      for (int x = 0; x < patch.getWidth(); x++) {
        int argb = patch.getRGB(x, y);
        if (argb >>> 24 != 0) {
          canvas.setRGB(left + x, top + y, argb);
        }
      }
    }
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    return (IIOMetadataNode) root.getElementsByTagName(name).item(0);
  }

  private static int number(IIOMetadataNode node, String attribute) {
    return Integer.parseInt(node.getAttribute(attribute));
  }
}
