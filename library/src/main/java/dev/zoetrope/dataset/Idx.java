package dev.zoetrope.dataset;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.ZipException;

/** The content of an IDX file: numbers of one type in an array of one to four axes. */
final class Idx {

  private final String name;
  private final IdxHeader header;
  private final byte[] bytes;
  private final ByteBuffer values;

  private Idx(String name, IdxHeader header, byte[] bytes) {
    this.name = name;
    this.header = header;
    this.bytes = bytes;
    this.values = ByteBuffer.wrap(bytes);
  }

  /** Returns the file's name, for errors. */
  String name() {
    return name;
  }

  /** Returns type and shape. */
  IdxHeader header() {
    return header;
  }

  /** Returns the length of each axis. */
  List<Integer> shape() {
    return header.shape();
  }

  /** Returns the values as stored in the file, row-major and big-endian; not a copy. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns the value at an index in row-major order. */
  double get(int index) {
    return header.type().get(values, index);
  }

  /**
   * Reads a stream to its end, gunzipping it if necessary.
   *
   * @param name the file's name, for errors
   * @param length the length of the file in bytes, or −1 if unknown
   */
  static Idx read(String name, InputStream stream, long length) throws IOException {
    try (Unpacked in = Unpacked.of(name, stream)) {
      return readUnpacked(name, in.stream(), in.packed() ? -1 : length);
    } catch (EOFException e) {
      throw new DatasetException(name + " is truncated");
    } catch (ZipException e) {
      throw new DatasetException(name + " is not valid gzip: " + e.getMessage());
    }
  }

  private static Idx readUnpacked(String name, InputStream stream, long length) throws IOException {
    DataInputStream in = new DataInputStream(stream);
    IdxHeader header = IdxHeader.read(name, in);
    int size = header.size() * header.type().bytes();
    long available = length - header.bytes().length;
    if (length >= 0 && available < size) {
      throw truncated(name, header, available);
    }
    Heap.require("the values of " + name, size, "");
    // Reads in steps, so that a wrong header cannot make it allocate more memory than the file has
    // bytes.
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw truncated(name, header, bytes.length);
    }
    if (in.read() >= 0) {
      throw new DatasetException(name + " goes on after its last value");
    }
    return new Idx(name, header, bytes);
  }

  private static DatasetException truncated(String name, IdxHeader header, long bytes) {
    return new DatasetException(
        "%s is truncated: it has %s of %s values"
            .formatted(name, bytes / header.type().bytes(), header.size()));
  }
}
