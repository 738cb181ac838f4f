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
 * A picture in a file, of which so far only the size is known.
 *
 * @param file where it is
 * @param width columns, once it stands upright
 * @param height rows, once it stands upright
 * @param orientation how a camera held it
 * @param animated whether there are more pictures after the first, which is the one that is read
 */
record Picture(Path file, int width, int height, Orientation orientation, boolean animated) {

  /** No camera makes more, and a false header may claim anything. */
  private static final long MOST_PIXELS = 1L << 31;

  /** Of a larger picture only each n-th row and column is read, so that it fits into memory. */
  private static final long MOST_READ = 1L << 22;

  /** Java fills up what is missing of a JPEG, and says so only by the way. */
  private static final Pattern DAMAGE =
      Pattern.compile("(?i).*(truncat|premature|corrupt|invalid|missing|bad|unexpected).*");

  /** Of interlaced GIFs with so few rows the JDK's reader loses one and misplaces others. */
  private static final int LOW = 4;

  /** Says why a picture cannot be read. */
  static final class UnreadableException extends Exception {

    private static final long serialVersionUID = 1;

    UnreadableException(String reason) {
      super(reason);
    }
  }

  /** What is done with the reader of an open picture. */
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
            throw new UnreadableException("Java mixes up the rows of so low a GIF; use PNG");
          }
          boolean animated = gif && reader.getNumImages(true) > 1;
          return orientation.swapsSides()
              ? new Picture(file, height, width, orientation, animated)
              : new Picture(file, width, height, orientation, animated);
        });
  }

  /** Reads the picture itself, as it lies in the file; of a large one not every pixel. */
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
            in.length() == 0 ? "empty" : "no form that Java reads; convert it to PNG");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in);
        return work.apply(reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // Readers throw what they like at damaged files: index out of bounds, negative sizes, …
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
