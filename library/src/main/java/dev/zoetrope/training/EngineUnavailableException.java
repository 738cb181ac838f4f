package dev.zoetrope.training;

/**
 * An engine or device is not available. The message says what to do.
 *
 * <pre>{@code
 * TrainingConfiguration configuration = TrainingConfiguration.builder().device("gpu").build();
 * try {
 *   new TrainingRun(Mnist.load(), configuration).run(TrainingObserver.NONE);
 * } catch (EngineUnavailableException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class EngineUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  EngineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
