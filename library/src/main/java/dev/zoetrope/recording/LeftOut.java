package dev.zoetrope.recording;

/**
 * Something that was meant to be recorded and is not, or not at every frame.
 *
 * @param layer the block's path, or the name of the layer, whose values read as NaN where there are
 *     none
 * @param reason why, for people
 */
public record LeftOut(String layer, String reason) {}
