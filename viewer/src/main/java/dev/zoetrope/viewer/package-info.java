/**
 * The player: {@link dev.zoetrope.viewer.ZoetropePlayer} to embed, {@link
 * dev.zoetrope.viewer.ZoetropeApplication} as a program.
 *
 * <p>This package puts together what the others hold: {@code model} the state, {@code sheet},
 * {@code overview} and {@code timeline} what one looks at, {@code action} the keys, {@code export}
 * what is exported, {@code ui} the parts. Components turn the model into a request, an immutable
 * value; a thread reads the recording and draws by {@link dev.zoetrope.render}. The event thread
 * never waits for a file. Nothing here may use DJL.
 */
package dev.zoetrope.viewer;
