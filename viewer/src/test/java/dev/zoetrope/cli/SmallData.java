package dev.zoetrope.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A data set that is quick to learn: bars, vertical for class 0 and horizontal for class 1. */
final class SmallData {

  private SmallData() {}

  static Path write(Path folder, int height, int width) throws IOException {
    Files.createDirectories(folder);
    write(folder, "train", 64, height, width);
    write(folder, "t10k", 16, height, width);
    return folder;
  }

  private static void write(Path folder, String part, int count, int height, int width)
      throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    ByteBuffer images = ByteBuffer.allocate(16 + count * height * width);
    images.putInt(0x803).putInt(count).putInt(height).putInt(width);
    ByteBuffer labels = ByteBuffer.allocate(8 + count);
    labels.putInt(0x801).putInt(count);
    for (int image = 0; image < count; image++) {
      int label = image % 2;
      int place = random.nextInt(label == 0 ? width : height);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          images.put((byte) ((label == 0 ? x : y) == place ? 255 : 0));
        }
      }
      labels.put((byte) label);
    }
    Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
    Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
  }
}
