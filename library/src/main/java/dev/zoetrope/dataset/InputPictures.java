package dev.zoetrope.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes inputs of a network from pictures in files, as the images of its data set were made.
 *
 * <pre>{@code
 * InputImages mine = InputPictures.likeMnist(List.of(Path.of("my-seven.png")));
 * }</pre>
 *
 * <p>Files may hold anything that Java reads: PNG, JPEG, BMP, GIF. They are turned upright
 * according to EXIF data, and shown on white where they are transparent.
 */
public final class InputPictures {

  private static final int COLOURS = 3;
  private static final float LARGEST_BYTE = 255;

  /** Larger pictures are scaled down to this side first; 28 pixels remain of it anyway. */
  private static final int LARGEST_SIDE = 1120;

  private InputPictures() {}

  /**
   * Makes inputs of 28×28 grey pixels as those of MNIST: see {@link DigitPreparation}.
   *
   * @throws DatasetException if a file cannot be read, or holds no stroke; the message names it
   */
  public static InputImages likeMnist(List<Path> files) throws IOException {
    int side = DigitPreparation.SIDE;
    float[] pixels = new float[files.size() * side * side];
    List<String> remarks = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      Picture picture = picture(file);
      double shrink =
          Math.min(1, (double) LARGEST_SIDE / Math.max(picture.width(), picture.height()));
      int width = Math.max(1, (int) Math.round(picture.width() * shrink));
      int height = Math.max(1, (int) Math.round(picture.height() * shrink));
      DigitPreparation digit = new DigitPreparation(grey(file, picture, width, height), width);
      if (digit.isBlank()) {
        throw new DatasetException(file + " holds no stroke: all of its pixels are alike");
      }
      float[] made = digit.make();
      for (int pixel = 0; pixel < made.length; pixel++) {
        pixels[i * made.length + pixel] = Math.round(made[pixel] * LARGEST_BYTE) / LARGEST_BYTE;
      }
      remarks.add(file.getFileName() + ": " + digit.description());
    }
    return images(files, 1, side, side, pixels, remarks);
  }

  /**
   * Makes inputs as folders of pictures are read: scaled, and cropped equally at both sides if the
   * shape differs. Colours become grey, where that is asked for, by their luma.
   *
   * @param channels 1 for grey, 3 for red, green and blue
   * @throws DatasetException if a file cannot be read; the message names it
   */
  public static InputImages scaled(List<Path> files, int channels, int height, int width)
      throws IOException {
    if (channels != 1 && channels != COLOURS) {
      throw new DatasetException(
          "the network's inputs have %s channels; pictures have 1 or 3".formatted(channels));
    }
    int plane = height * width;
    float[] pixels = new float[Math.multiplyExact(files.size(), channels * plane)];
    List<String> remarks = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = files.get(i);
      Picture picture = picture(file);
      byte[] rgb = read(file, picture, width, height);
      if (channels == COLOURS) {
        for (int j = 0; j < rgb.length; j++) {
          pixels[i * rgb.length + j] = (rgb[j] & 0xff) / LARGEST_BYTE;
        }
      } else {
        float[] luma = grey(rgb);
        boolean grey = PictureFolder.isGrey(rgb);
        for (int j = 0; j < plane; j++) {
          int level = grey ? rgb[j] & 0xff : Math.round(luma[j] * LARGEST_BYTE);
          pixels[i * plane + j] = level / LARGEST_BYTE;
        }
      }
      remarks.add(
          "%s: scaled from %s×%s".formatted(file.getFileName(), picture.width(), picture.height()));
    }
    return images(files, channels, height, width, pixels, remarks);
  }

  private static InputImages images(
      List<Path> files, int channels, int height, int width, float[] pixels, List<String> remarks) {
    long[] unknown = new long[files.size()];
    Arrays.fill(unknown, -1);
    List<String> names = files.stream().map(file -> file.getFileName().toString()).toList();
    return new InputImages(channels, height, width, pixels, unknown, names, remarks);
  }

  private static Picture picture(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DatasetException(
          "%s is a folder; name the pictures in it, as in %s"
              .formatted(file, file + file.getFileSystem().getSeparator() + "*.png"));
    }
    if (!Files.exists(file)) {
      throw new DatasetException(file + " does not exist");
    }
    try {
      return Picture.of(file);
    } catch (Picture.UnreadableException e) {
      throw unreadable(file, e.getMessage());
    }
  }

  private static DatasetException unreadable(Path file, String reason) {
    return new DatasetException(file + " cannot be read as a picture: " + reason);
  }

  /** Returns [colour, y, x]. */
  private static byte[] read(Path file, Picture picture, int width, int height) throws IOException {
    byte[] rgb = new byte[COLOURS * width * height];
    try {
      PictureScaler.scale(picture.read(), picture.orientation(), width, height, rgb, 0);
      return rgb;
    } catch (Picture.UnreadableException e) {
      throw unreadable(file, e.getMessage());
    } catch (RuntimeException e) {
      throw unreadable(file, "its colours cannot be converted"); // the colour profile is broken
    }
  }

  private static float[] grey(Path file, Picture picture, int width, int height)
      throws IOException {
    return grey(read(file, picture, width, height));
  }

  /** Returns the luma of ITU-R BT.601, 0…1. */
  private static float[] grey(byte[] rgb) {
    int plane = rgb.length / COLOURS;
    float[] grey = new float[plane];
    for (int i = 0; i < plane; i++) {
      grey[i] =
          (0.299f * (rgb[i] & 0xff)
                  + 0.587f * (rgb[i + plane] & 0xff)
                  + 0.114f * (rgb[i + 2 * plane] & 0xff))
              / LARGEST_BYTE;
    }
    return grey;
  }
}
