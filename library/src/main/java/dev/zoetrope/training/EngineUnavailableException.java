package dev.zoetrope.training;

/** Thrown if an engine or device is not available. The message says what to do. */
public final class EngineUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  EngineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
