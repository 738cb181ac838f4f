package dev.zoetrope.training;

/** An engine or device that is not there; the message says what to do. */
public final class EngineUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  EngineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
