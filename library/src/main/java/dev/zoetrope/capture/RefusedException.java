package dev.zoetrope.capture;

/**
 * What somebody asked for by name cannot be had: the only thing that a recorder throws at a
 * training, before anything is changed.
 */
final class RefusedException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  RefusedException(String message) {
    super(message);
  }
}
