package dev.zoetrope.recording;

import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A recording is damaged, or has a format that this version cannot read.
 *
 * <pre>{@code
 * try {
 *   float[] values = recording.activation("conv1", 0);
 * } catch (RecordingFormatException e) {
 *   System.err.println(e.array() + ": " + e.reason());
 * }
 * }</pre>
 */
public final class RecordingFormatException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient Path path;
  private final String array;
  private final int chunk;
  private final String reason;

  RecordingFormatException(Path path, ZarrFormatException cause) {
    super(path + ": " + cause.getMessage(), cause);
    this.path = path;
    this.array = cause.node();
    this.chunk = cause.chunk();
    this.reason = cause.reason();
  }

  /** Returns the path of the recording. */
  public Path path() {
    return path;
  }

  /** Returns the path of the damaged array or group inside the recording; empty for the root. */
  public String array() {
    return array;
  }

  /** Returns the index of the damaged chunk along the frame axis; empty for metadata. */
  public OptionalInt chunk() {
    return chunk < 0 ? OptionalInt.empty() : OptionalInt.of(chunk);
  }

  /** Returns what is wrong, without naming the place. */
  public String reason() {
    return reason;
  }
}
