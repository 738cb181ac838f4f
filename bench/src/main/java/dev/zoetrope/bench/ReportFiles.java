package dev.zoetrope.bench;

/** Names of tasks, and of the files that they leave, without the ending. */
final class ReportFiles {

  static final String CAPTURE = "capture";

  private static final String TRAINING = "training-";

  private ReportFiles() {}

  static String conv(String engine, int threads, boolean keepMemory) {
    return "conv-" + engine + "-" + threads + (keepMemory ? "" : "-plain-malloc");
  }

  static String training(String engine, boolean keepMemory) {
    return TRAINING + engine + (keepMemory ? "" : "-plain-malloc");
  }

  static boolean isTraining(String name) {
    return name.startsWith(TRAINING);
  }
}
