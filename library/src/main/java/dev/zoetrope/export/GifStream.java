package dev.zoetrope.export;

import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Palette;
import java.awt.image.BufferedImage;
import java.io.Closeable;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * An animated GIF that grows by one picture at a time, made with the JDK's GIF writer. It loops
 * forever.
 */
final class GifStream implements Closeable {

  private static final String IMAGE_FORMAT = "javax_imageio_gif_image_1.0";
  private static final String STREAM_FORMAT = "javax_imageio_gif_stream_1.0";

  private static final int LONGEST_SIDE = 0xFFFF;

  private final ImageWriter writer;
  private IndexedImage shown;

  GifStream(ImageOutputStream out, IndexedImage like) throws IOException {
    if (Math.max(like.width(), like.height()) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "%s × %s pixels are more than a GIF can have".formatted(like.width(), like.height()));
    }
    writer = ImageIO.getImageWritersByFormatName("gif").next();
    writer.setOutput(out);
    writer.prepareWriteSequence(streamMetadata(like));
  }

  /** Appends a picture. No reference to it is kept. */
  void append(IndexedImage image, int delay) throws IOException {
    if (shown == null) {
      shown = image.copy();
      write(image, 0, 0, delay, true);
    } else {
      GifDelta.Patch patch = GifDelta.between(shown, image);
      write(patch.image(), patch.x(), patch.y(), delay, false);
      System.arraycopy(image.pixels(), 0, shown.pixels(), 0, image.pixels().length);
    }
  }

  private void write(IndexedImage image, int x, int y, int delay, boolean first)
      throws IOException {
    BufferedImage buffered = image.toBufferedImage();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(buffered), writer.getDefaultWriteParam());
    IIOMetadataNode root = new IIOMetadataNode(IMAGE_FORMAT);
    root.appendChild(
        node(
            "ImageDescriptor",
            "imageLeftPosition",
            x,
            "imageTopPosition",
            y,
            "imageWidth",
            image.width(),
            "imageHeight",
            image.height(),
            "interlaceFlag",
            "FALSE"));
    root.appendChild(
        node(
            "GraphicControlExtension",
            "disposalMethod",
            "doNotDispose",
            "userInputFlag",
            "FALSE",
            "transparentColorFlag",
            "TRUE",
            "delayTime",
            delay,
            "transparentColorIndex",
            Palette.TRANSPARENT));
    if (first) {
      root.appendChild(loop());
    }
    metadata.setFromTree(IMAGE_FORMAT, root);
    writer.writeToSequence(new IIOImage(buffered, null, metadata), null);
  }

  private static IIOMetadataNode loop() {
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    IIOMetadataNode netscape =
        node("ApplicationExtension", "applicationID", "NETSCAPE", "authenticationCode", "2.0");
    netscape.setUserObject(new byte[] {1, 0, 0}); // sub-block 1: repeat forever
    extensions.appendChild(netscape);
    return extensions;
  }

  private IIOMetadata streamMetadata(IndexedImage like) throws IOException {
    IIOMetadata metadata = writer.getDefaultStreamMetadata(writer.getDefaultWriteParam());
    IIOMetadataNode root = new IIOMetadataNode(STREAM_FORMAT);
    root.appendChild(node("Version", "value", "89a"));
    root.appendChild(
        node(
            "LogicalScreenDescriptor",
            "logicalScreenWidth",
            like.width(),
            "logicalScreenHeight",
            like.height(),
            "colorResolution",
            8,
            "pixelAspectRatio",
            0));
    IIOMetadataNode table =
        node(
            "GlobalColorTable",
            "sizeOfGlobalColorTable",
            256,
            "backgroundColorIndex",
            Palette.BACKGROUND,
            "sortFlag",
            "FALSE");
    int[] palette = like.palette();
    for (int i = 0; i < palette.length; i++) {
      table.appendChild(
          node(
              "ColorTableEntry",
              "index",
              i,
              "red",
              palette[i] >> 16 & 0xFF,
              "green",
              palette[i] >> 8 & 0xFF,
              "blue",
              palette[i] & 0xFF));
    }
    root.appendChild(table);
    metadata.setFromTree(STREAM_FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode node(String name, Object... attributes) {
    IIOMetadataNode node = new IIOMetadataNode(name);
    for (int i = 0; i < attributes.length; i += 2) {
      node.setAttribute((String) attributes[i], attributes[i + 1].toString());
    }
    return node;
  }

  /** Finishes the GIF. */
  void finish() throws IOException {
    writer.endWriteSequence();
  }

  @Override
  public void close() {
    writer.dispose();
  }
}
