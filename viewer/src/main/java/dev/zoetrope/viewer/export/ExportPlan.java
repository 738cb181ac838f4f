package dev.zoetrope.viewer.export;

/**
 * The frames to export, and the file format.
 *
 * @param frame the frame of a PNG
 * @param first the first frame of an animation
 * @param last its last frame
 */
public record ExportPlan(Format format, int frame, int first, int last, double framesPerSecond) {

  /** The slowest and fastest rate of a GIF. */
  private static final double MIN_GIF_RATE = 0.1;

  private static final double MAX_GIF_RATE = 50;

  /** The file formats. */
  public enum Format {
    PNG("PNG, this step", "png"),
    GIF("GIF animation", "gif"),
    MP4("MP4 video", "mp4"),
    MP4_LOSSLESS("MP4 video, exact colours (few players support it)", "mp4");

    private final String label;
    private final String extension;

    Format(String label, String extension) {
      this.label = label;
      this.extension = extension;
    }

    String extension() {
      return extension;
    }

    boolean video() {
      return this == MP4 || this == MP4_LOSSLESS;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  int frames() {
    return format == Format.PNG ? 1 : last - first + 1;
  }

  boolean lossless() {
    return format == Format.MP4_LOSSLESS;
  }

  double gifRate() {
    return Math.max(MIN_GIF_RATE, Math.min(MAX_GIF_RATE, framesPerSecond));
  }
}
