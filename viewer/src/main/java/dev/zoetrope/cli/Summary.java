package dev.zoetrope.cli;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.viewer.ui.ByteCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists at the end of a run what was written. */
final class Summary {

  /** How the user called the program; set by the launcher. */
  private static final String LAUNCHER = System.getProperty("zoetrope.launcher", "zoetrope");

  private Summary() {}

  /** Says which steps the recording of an interrupted run holds. */
  static String held(Path path) throws IOException {
    if (!Files.exists(path)) {
      return "nothing was recorded";
    }
    try (Recording recording = Recording.open(path)) {
      long[] steps = recording.steps();
      return steps.length == 0
          ? path + " holds no frames"
          : path + " holds steps " + steps[0] + " to " + steps[steps.length - 1];
    }
  }

  /** Returns a word, quoted for a shell if necessary. */
  private static String quoted(String word) {
    return word.matches("[\\w./:@%+~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** Prints the summary; {@code pictures} is null if there are none. */
  static void print(PrintWriter out, Path path, Path pictures) throws IOException {
    try (Recording recording = Recording.open(path)) {
      long stored = 0;
      for (Layer layer : recording.info().layers()) {
        stored += recording.storedBytes(layer.name());
      }
      long[] steps = recording.steps();
      out.printf(
          "%n%s  %s, steps %d to %d, %s, %s of activations%n",
          path,
          Words.count(steps.length, "frame"),
          steps[0],
          steps[steps.length - 1],
          Words.count(recording.info().layers().size(), "layer"),
          ByteCount.exact(stored));
    }
    if (pictures != null) {
      try (Stream<Path> files = Files.list(pictures)) {
        List<Path> sorted = files.sorted().toList();
        for (Path file : sorted) {
          out.printf("%s  %s%n", file, ByteCount.exact(Files.size(file)));
        }
      }
    }
    out.printf("%nNext: %s play %s%n", quoted(LAUNCHER), quoted(path.toString()));
  }
}
