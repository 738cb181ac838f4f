package dev.zoetrope.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/**
 * A picture in a file, of which only the header has been read.
 *
 * @param file the file
 * @param width columns, when upright
 * @param height rows, when upright
 * @param orientation how to turn it upright
 * @param animated whether there are more pictures after the first, which is the one to read
 */
record Picture(Path file, int width, int height, Orientation orientation, boolean animated) {

  /** The largest plausible number of pixels; a damaged header may claim anything. */
  private static final long MOST_PIXELS = 1L << 31;

  /** The most pixels to read; larger pictures are subsampled so that they fit into memory. */
  private static final long MOST_READ = 1L << 22;

  /** Java fills in missing parts of a JPEG and only gives a warning, which this recognizes. */
  private static final Pattern DAMAGE =
      Pattern.compile("(?i).*(truncat|premature|corrupt|invalid|missing|bad|unexpected).*");

  /** With interlaced GIFs of this few rows, the JDK's reader loses and misplaces rows. */
  private static final int LOW = 4;

  /** A picture cannot be read; the message says why. */
  static final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableException(String reason) {
      super(reason);
    }
  }

  /** Work with the reader of an open picture. */
  private interface Work<T> {
    T apply(ImageReader reader) throws IOException, UnreadableException;
  }

  /** Reads the size of a picture. */
  static Picture of(Path file) throws UnreadableException {
    Orientation orientation = Orientation.of(file);
    return open(
        file,
        reader -> {
          int width = reader.getWidth(0);
          int height = reader.getHeight(0);
          if (Math.min(width, height) < 1 || (long) width * height > MOST_PIXELS) {
            throw new UnreadableException("claims " + width + "×" + height + " pixels");
          }
          boolean gif = reader.getFormatName().equalsIgnoreCase("gif");
          if (gif && height > 1 && height <= LOW) {
            throw new UnreadableException("Java mixes up the rows of GIFs this low; use PNG");
          }
          boolean animated = gif && reader.getNumImages(true) > 1;
          return orientation.swapsSides()
              ? new Picture(file, height, width, orientation, animated)
              : new Picture(file, width, height, orientation, animated);
        });
  }

  /** Reads the picture as it is oriented in the file, subsampled if it is large. */
  BufferedImage read() throws UnreadableException {
    return open(
        file,
        reader -> {
          ImageReadParam param = reader.getDefaultReadParam();
          int step = 1;
          while ((long) (width / step) * (height / step) > MOST_READ) {
            step++;
          }
          param.setSourceSubsampling(step, step, 0, 0);
          String[] damage = new String[1];
          IIOReadWarningListener listener =
              (source, warning) -> {
                if (DAMAGE.matcher(warning).matches()) {
                  damage[0] = warning;
                }
              };
          reader.addIIOReadWarningListener(listener);
          BufferedImage image = reader.read(0, param);
          if (image.getRaster().getTransferType() > DataBuffer.TYPE_INT) {
            throw new UnreadableException("pixels are floating-point numbers; convert it to PNG");
          }
          if (damage[0] != null) {
            throw new UnreadableException(line(damage[0]));
          }
          return image;
        });
  }

  private static <T> T open(Path file, Work<T> work) throws UnreadableException {
    try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new UnreadableException(
            in.length() == 0 ? "empty" : "not in a format that Java reads; convert it to PNG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return work.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Readers throw all kinds of exceptions for damaged files: index out of bounds, negative
      // sizes, …
      throw new UnreadableException(reason(e));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof EOFException) {
      return "truncated";
    }
    if (e instanceof FileNotFoundException) {
      return "cannot be opened";
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : line(e.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("unsupported image type")
        ? "CMYK or another kind of colour that Java does not read; convert it to RGB"
        : message;
  }

  private static String line(String message) {
    return message.strip().replaceAll("\\s+", " ");
  }
}
