package dev.zoetrope.training;

/**
 * The network of a recording cannot be built again, or is another one. The message says what to do.
 *
 * <pre>{@code
 * try {
 *   NetworkSource.RECORDED.network(file, recording.info());
 * } catch (NetworkUnavailableException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class NetworkUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  NetworkUnavailableException(String message) {
    super(message);
  }
}
