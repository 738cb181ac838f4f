package dev.zoetrope.dataset;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A stream, gunzipped if its content is gzip, whatever the file's name.
 *
 * @param stream the content
 * @param packed whether the content was gzip
 */
record Unpacked(InputStream stream, boolean packed) implements Closeable {

  private static final int BUFFER = 1 << 16;

  static Unpacked of(String name, InputStream raw) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
    in.mark(2);
    boolean packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    if (!packed) {
      return new Unpacked(in, false);
    }
    try {
      return new Unpacked(new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER), true);
    } catch (IOException e) {
      throw new DatasetException(name + " is not valid gzip: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
