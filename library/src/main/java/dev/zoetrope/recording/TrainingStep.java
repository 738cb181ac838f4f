package dev.zoetrope.recording;

/**
 * What is known of the step at which a frame was taken.
 *
 * <pre>{@code
 * for (TrainingStep step : recording.exposedSteps()) {
 *   System.out.println(step.step() + ": " + step.loss());
 * }
 * }</pre>
 *
 * @param step the number of optimizer updates before the frame
 * @param epoch the epoch of the step, from 1; 0 for the untrained network
 * @param loss the training loss of the step's minibatch; NaN if there is none
 * @param accuracy the accuracy on the step's minibatch, 0…1; NaN if there is none
 */
public record TrainingStep(long step, long epoch, float loss, float accuracy) {}
