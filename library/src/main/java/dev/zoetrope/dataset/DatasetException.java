package dev.zoetrope.dataset;

import java.io.IOException;

/** A data set that is missing, damaged or of no use; the message says which file and why. */
public final class DatasetException extends IOException {

  private static final long serialVersionUID = 1;

  DatasetException(String message) {
    super(message);
  }
}
