/**
 * Pictures of a recording as files: PNG and animated GIF.
 *
 * <p>What is written are the pixels that {@link dev.zoetrope.render} draws. A file appears under
 * its name when it is complete, and not at all if the export fails or is cancelled.
 */
package dev.zoetrope.export;
