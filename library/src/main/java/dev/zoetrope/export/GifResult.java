package dev.zoetrope.export;

/**
 * What went into an animated GIF.
 *
 * @param frames number of pictures
 * @param every every nth frame was taken, and the last
 * @param cellWidth the cell width of its sheets
 * @param width pixels across
 * @param height pixels down
 * @param framesPerSecond how fast it plays
 * @param bytes size of the file
 */
public record GifResult(
    int frames,
    int every,
    int cellWidth,
    int width,
    int height,
    double framesPerSecond,
    long bytes) {}
