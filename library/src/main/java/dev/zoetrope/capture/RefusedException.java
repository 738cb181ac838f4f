package dev.zoetrope.capture;

/**
 * Layers chosen by name cannot be recorded. This is the only exception that a recorder lets reach
 * training, before it has changed anything.
 */
final class RefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
