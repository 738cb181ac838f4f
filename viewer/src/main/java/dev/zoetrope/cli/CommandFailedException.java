package dev.zoetrope.cli;

/** A failure that is not the program's; its message is all that the user needs. */
final class CommandFailedException extends Exception {

  private static final long serialVersionUID = 1;

  CommandFailedException(String message) {
    super(message);
  }
}
