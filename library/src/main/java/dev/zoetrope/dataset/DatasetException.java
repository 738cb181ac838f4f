package dev.zoetrope.dataset;

import java.io.IOException;

/**
 * A data set is missing, damaged or unusable. The message names the file and the reason.
 *
 * <pre>{@code
 * try {
 *   ImageDataset dataset = Datasets.load(Path.of("pictures"), DataOptions.DEFAULT);
 * } catch (DatasetException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class DatasetException extends IOException {

  private static final long serialVersionUID = 1;

  DatasetException(String message) {
    super(message);
  }
}
