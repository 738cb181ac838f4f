package dev.zoetrope.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** Makes IDX files byte by byte, as their specification says. */
final class IdxFiles {

  private IdxFiles() {}

  /** Returns an IDX file of unsigned bytes. */
  static byte[] bytes(int[] values, int... shape) {
    return idx(0x08, 1, values.length, shape, (out, i) -> out.put((byte) values[i]));
  }

  static byte[] ints(int[] values, int... shape) {
    return idx(0x0C, 4, values.length, shape, (out, i) -> out.putInt(values[i]));
  }

  static byte[] shorts(int[] values, int... shape) {
    return idx(0x0B, 2, values.length, shape, (out, i) -> out.putShort((short) values[i]));
  }

  static byte[] signedBytes(int[] values, int... shape) {
    return idx(0x09, 1, values.length, shape, (out, i) -> out.put((byte) values[i]));
  }

  static byte[] floats(double[] values, int... shape) {
    return idx(0x0D, 4, values.length, shape, (out, i) -> out.putFloat((float) values[i]));
  }

  static byte[] doubles(double[] values, int... shape) {
    return idx(0x0E, 8, values.length, shape, (out, i) -> out.putDouble(values[i]));
  }

  private interface Put {
    void put(ByteBuffer out, int index);
  }

  private static byte[] idx(int type, int size, int count, int[] shape, Put put) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + count * size);
    file.put(new byte[] {0, 0, (byte) type, (byte) shape.length});
    Arrays.stream(shape).forEach(file::putInt);
    for (int i = 0; i < count; i++) {
      put.put(file, i);
    }
    return file.array();
  }

  /** Returns values 0, 1, 2, … for a shape. */
  static int[] counting(int... shape) {
    int[] values = new int[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    Arrays.setAll(values, i -> i);
    return values;
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }

  /** Writes four files like MNIST's: images of 2×4 with ascending values, labels 0, 1, 0, 1, … */
  static void mnist(Path folder, String trainImages, String trainLabels) throws IOException {
    Files.write(folder.resolve(trainImages), bytes(counting(3, 2, 4), 3, 2, 4));
    Files.write(folder.resolve(trainLabels), bytes(new int[] {0, 1, 0}, 3));
    Files.write(
        folder.resolve(trainImages.replace("train", "t10k")), bytes(counting(2, 2, 4), 2, 2, 4));
    Files.write(folder.resolve(trainLabels.replace("train", "t10k")), bytes(new int[] {1, 0}, 2));
  }
}
