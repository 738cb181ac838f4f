/**
 * The state of the player, what is read of a recording, and the clock of playing. What belongs here
 * draws nothing; {@link dev.zoetrope.viewer.model.PlayerModel} is changed on the event thread only.
 */
package dev.zoetrope.viewer.model;
