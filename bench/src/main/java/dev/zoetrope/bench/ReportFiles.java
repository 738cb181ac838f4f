package dev.zoetrope.bench;

/** Names of the files of results, without their ending. */
final class ReportFiles {

  static final String CAPTURE = "capture";

  private ReportFiles() {}

  static String conv(String engine, int threads, boolean keepMemory) {
    return "conv-" + engine + "-" + threads + (keepMemory ? "" : "-plain-malloc");
  }

  static String training(String engine, boolean keepMemory) {
    return "training-" + engine + (keepMemory ? "" : "-plain-malloc");
  }
}
