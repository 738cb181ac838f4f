/**
 * The player: {@link dev.zoetrope.viewer.ZoetropePlayer} is the component to embed, {@link
 * dev.zoetrope.viewer.ZoetropeApplication} the program.
 *
 * <p>This package connects the others: {@code model} holds the state, {@code sheet}, {@code
 * overview} and {@code timeline} are the views, {@code action} has the keys, {@code export} writes
 * files, and {@code ui} has shared components. Views turn the model into a request, an immutable
 * value. A thread reads the recording and draws with {@link dev.zoetrope.render}. The event
 * dispatch thread never waits for a file. Nothing here may use DJL.
 */
package dev.zoetrope.viewer;
