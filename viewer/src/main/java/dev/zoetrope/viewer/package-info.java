/**
 * The player: {@link dev.zoetrope.viewer.ZoetropePlayer} to embed, {@link
 * dev.zoetrope.viewer.ZoetropeApplication} as a program.
 *
 * <p>State is a plain {@code PlayerModel}, used on the event thread, that knows nothing of Swing;
 * components listen to it. Files are read and pictures drawn on threads of their own, by {@link
 * dev.zoetrope.render}; the event thread never waits for them. Nothing here may use DJL.
 */
package dev.zoetrope.viewer;
