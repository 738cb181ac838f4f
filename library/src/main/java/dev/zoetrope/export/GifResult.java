package dev.zoetrope.export;

/**
 * The frames, dimensions and size of a GIF that was written.
 *
 * <pre>{@code
 * GifOptions options = GifOptions.of(0, 290, Shading.DEFAULT);
 * GifResult result = GifExporter.write(recording, "conv3", options, file, Progress.NONE);
 * System.out.println(result.frames() + " frames, " + result.bytes() + " bytes");
 * }</pre>
 *
 * @param frames the number of pictures
 * @param every every nth frame was taken, plus the last
 * @param cellWidth the cell width of its sheets
 * @param width the width in pixels
 * @param height the height in pixels
 * @param framesPerSecond the frame rate
 * @param bytes the size of the file in bytes
 */
public record GifResult(
    int frames,
    int every,
    int cellWidth,
    int width,
    int height,
    double framesPerSecond,
    long bytes) {}
