package dev.zoetrope.recording;

/**
 * A block or layer that should have been recorded but was not, or not in every frame.
 *
 * <pre>{@code
 * for (LeftOut left : recording.info().leftOut()) {
 *   System.out.println(left.layer() + ": " + left.reason());
 * }
 * }</pre>
 *
 * @param layer the block's path, or the name of the layer, whose missing values read as NaN
 * @param reason the reason, as text for people
 */
public record LeftOut(String layer, String reason) {}
