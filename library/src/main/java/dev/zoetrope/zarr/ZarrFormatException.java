package dev.zoetrope.zarr;

import java.io.IOException;

/** A store violates the format. {@code chunk} is −1 if the fault is in the metadata. */
public final class ZarrFormatException extends IOException {

  private static final long serialVersionUID = 1;

  private final String node;
  private final int chunk;
  private final String reason;

  /** Reports damage in the metadata of a group or an array. */
  public ZarrFormatException(String node, String reason) {
    this(node, -1, reason);
  }

  /** Reports damage in one chunk of an array. */
  public ZarrFormatException(String node, int chunk, String reason) {
    super(place(node, chunk) + reason);
    this.node = node;
    this.chunk = chunk;
    this.reason = reason;
  }

  private static String place(String node, int chunk) {
    return node.isEmpty() ? "" : node + (chunk < 0 ? "" : " chunk " + chunk) + ": ";
  }

  /** Returns the path of the group or array inside the store, empty for the root. */
  public String node() {
    return node;
  }

  /** Returns the index of the chunk along the frame axis, or −1. */
  public int chunk() {
    return chunk;
  }

  /** Returns what is wrong, without naming the place. */
  public String reason() {
    return reason;
  }
}
