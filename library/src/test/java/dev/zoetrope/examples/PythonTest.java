package dev.zoetrope.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python reads the same values as Java. Skipped if python3 lacks numpy or zstandard. */
class PythonTest {

  private static final Path EXAMPLES = Path.of("../docs/examples");
  private static final String ALL_VALUES =
      """
      import sys
      sys.path.insert(0, sys.argv[1])
      sys.dont_write_bytecode = True
      from read_recording import Recording
      recording = Recording(sys.argv[2])
      for name in recording.layers:
          for frame in range(recording.frames):
              for value in recording.activation(name, frame).flat:
                  print(name, frame, float(value))
      """;

  private static final String INPUTS_LABELS_AND_CURVES =
      """
      import sys
      sys.path.insert(0, sys.argv[1])
      sys.dont_write_bytecode = True
      from read_recording import Recording
      recording = Recording(sys.argv[2])
      curves = recording.curve("step"), recording.curve("accuracy")
      for array in (recording.inputs(), recording.labels(), *curves):
          for value in array.flat:
              print(float(value))
      """;

  /** The Python of the path may be one without packages. */
  private static String interpreter;

  @BeforeAll
  static void requirePython() throws Exception {
    for (String each : List.of("python3", "/usr/bin/python3")) {
      if (interpreter == null && readsChunks(each)) {
        interpreter = each;
      }
    }
    assumeTrue(interpreter != null, "there is no python3 with numpy and zstandard");
  }

  private static boolean readsChunks(String python) throws InterruptedException {
    try {
      return new ProcessBuilder(python, "-c", "import numpy, zstandard").start().waitFor() == 0;
    } catch (IOException e) {
      return false; // there is none of that name
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.zarr", "v1.zarr.zip"})
  void everyValueIsTheSame(String name) throws Exception {
    Path path = Path.of("src/test/resources/golden", name);
    List<String> expected = new ArrayList<>();
    try (Recording recording = Recording.open(path)) {
      for (Layer layer : recording.info().layers()) {
        for (int frame = 0; frame < recording.steps().length; frame++) {
          for (float value : recording.activation(layer.name(), frame)) {
            expected.add(layer.name() + " " + frame + " " + value);
          }
        }
      }
    }
    List<String> lines = python("-c", ALL_VALUES, EXAMPLES.toString(), path.toString());
    assertThat(lines).hasSameSizeAs(expected);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replace("inf", "Infinity").replace("nan", "NaN");
      int end = line.lastIndexOf(' ') + 1;
      float value = Float.parseFloat(line.substring(end));
      assertThat(line.substring(0, end) + value).isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.zarr", "v1.zarr.zip"})
  void theProgramPrintsALineForEachLayer(String name) throws Exception {
    Path path = Path.of("src/test/resources/golden", name);
    String program = EXAMPLES.resolve("read_recording.py").toString();
    try (Recording recording = Recording.open(path)) {
      int last = recording.steps().length - 1;
      assertThat(python(program, path.toString()))
          .hasSize(1 + recording.info().layers().size())
          .startsWith(
              String.format(
                  Locale.ROOT,
                  "steps %d to %d, loss at the end %.6f",
                  recording.steps()[0],
                  recording.steps()[last],
                  recording.losses()[last]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.zarr", "v1.zarr.zip"})
  void inputsLabelsAndCurvesAreTheSame(String name) throws Exception {
    Path path = Path.of("src/test/resources/golden", name);
    List<Double> expected = new ArrayList<>();
    try (Recording recording = Recording.open(path)) {
      for (float value : recording.probes().input()) {
        expected.add((double) value);
      }
      for (long label : recording.probes().labels()) {
        expected.add((double) label);
      }
      for (long step : recording.steps()) {
        expected.add((double) step);
      }
      for (float accuracy : recording.accuracies()) {
        expected.add((double) accuracy);
      }
    }
    List<String> lines =
        python("-c", INPUTS_LABELS_AND_CURVES, EXAMPLES.toString(), path.toString());
    assertThat(lines.stream().map(line -> Double.valueOf(line.replace("nan", "NaN"))).toList())
        .isEqualTo(expected);
  }

  private static List<String> python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(interpreter));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed.lines().toList();
  }
}
