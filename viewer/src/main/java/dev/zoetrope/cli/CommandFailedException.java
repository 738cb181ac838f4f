package dev.zoetrope.cli;

/** A failure that is not a bug. The user needs only its message. */
final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1;

  CommandFailedException(String message) {
    super(message);
  }
}
