package dev.zoetrope.zarr;

import java.io.IOException;
import java.nio.file.Path;

/** The directory of an open store was replaced by another one. */
public final class StoreReplacedException extends IOException {

  private static final long serialVersionUID = 1;

  StoreReplacedException(Path directory) {
    super(directory + " was replaced by another directory");
  }
}
