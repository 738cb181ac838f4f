package dev.zoetrope.cli;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Says at the end of a run where everything is. */
final class Summary {

  private Summary() {}

  /** {@code pictures} is null where there are none. */
  static void print(PrintWriter out, Path path, Path pictures) throws IOException {
    try (Recording recording = Recording.open(path)) {
      long stored = 0;
      for (Layer layer : recording.info().layers()) {
        stored += recording.storedBytes(layer.name());
      }
      long[] steps = recording.steps();
      out.printf(
          "%n%s  %d frames, steps %d to %d, %d layers, %s%n",
          path,
          steps.length,
          steps[0],
          steps[steps.length - 1],
          recording.info().layers().size(),
          Console.size(stored));
    }
    if (pictures != null) {
      try (Stream<Path> files = Files.list(pictures)) {
        List<Path> sorted = files.sorted().toList();
        for (Path file : sorted) {
          out.printf("%s  %s%n", file, Console.size(Files.size(file)));
        }
      }
    }
    out.printf("%nNext: ./zoetrope play %s%n", path);
  }
}
