/**
 * Pictures of a recording as files: PNG, animated GIF and MP4.
 *
 * <p>The pixels are those that {@link dev.zoetrope.render} draws. A file appears under its name
 * once it is complete, and not at all if the export fails or is cancelled.
 */
package dev.zoetrope.export;
