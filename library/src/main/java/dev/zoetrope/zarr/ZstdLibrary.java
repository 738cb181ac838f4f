package dev.zoetrope.zarr;

import com.github.luben.zstd.util.Native;
import java.io.IOException;

/** Loads zstd's native library, which unpacks itself into a folder for temporary files. */
public final class ZstdLibrary {

  private ZstdLibrary() {}

  /**
   * Loads the library unless it is there already.
   *
   * @throws IOException if it cannot be unpacked or loaded, with what helps
   */
  public static void require() throws IOException {
    try {
      Native.load();
    } catch (LinkageError e) {
      String folder =
          System.getProperty("ZstdTempFolder", System.getProperty("java.io.tmpdir", "?"));
      throw new IOException(
          "zstd's native library cannot be unpacked into "
              + folder
              + " and loaded from there ("
              + reason(e)
              + "). It needs a folder that can be written to and run programs; choose one with"
              + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
          e);
    }
  }

  /** Returns the end of the first line, which says why; file names stand before it. */
  private static String reason(LinkageError e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.substring(line.lastIndexOf(": ") + 1).strip();
  }
}
