package dev.zoetrope.zarr;

import com.github.luben.zstd.util.Native;
import java.io.IOException;

/** Loads zstd's native library, which is first unpacked into a temporary folder. */
public final class ZstdLibrary {

  private ZstdLibrary() {}

  /**
   * Loads the library unless it is already loaded.
   *
   * @throws IOException if it cannot be unpacked or loaded; the message says what to do
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
              + "). It needs a folder that is writable and allows programs to run; choose one with"
              + " JDK_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER",
          e);
    }
  }

  /**
   * Returns the end of the first line, which gives the reason, without the file names before it.
   */
  private static String reason(LinkageError e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return line.substring(line.lastIndexOf(": ") + 1).strip();
  }
}
