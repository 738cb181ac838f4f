package dev.zoetrope.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.Series;
import examples.HooksAlone;
import examples.ListenerAlone;
import examples.OwnLoop;
import examples.OwnNetwork;
import examples.ReadRecording;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

  @TempDir private Path folder;

  private interface Program {
    void start(String[] arguments) throws Exception;
  }

  /** Runs a program and returns what it printed. */
  private static String run(Program program, Object... arguments) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      String[] strings = new String[arguments.length];
      for (int i = 0; i < strings.length; i++) {
        strings[i] = arguments[i].toString();
      }
      program.start(strings);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void twoLinesRecordATypicalProgram() throws Exception {
    Path path = folder.resolve("mlp.zarr");
    run(ListenerAlone::main, path, 2, 640);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.steps()).isEqualTo(LongStream.rangeClosed(0, 20).toArray());
      assertThat(recording.epochs()).startsWith(0, 1).endsWith(2).hasSize(21);
      assertThat(recording.info().layers())
          .extracting(Layer::type)
          .containsExactly("Linear", "Linear", "Linear");
      assertThat(recording.losses()[20]).isLessThan(recording.losses()[1]);
      String last = recording.info().layers().get(2).name();
      assertThat(recording.activation(last, 20))
          .hasSize(100)
          .isNotEqualTo(recording.activation(last, 0));
    }
    assertThat(run(ReadRecording::main, path).lines())
        .hasSize(5)
        .contains("validation_loss []", "validation_Accuracy []") // of each epoch
        .anyMatch(line -> line.contains("[10] at step 20: 0 % of 100 values are zero, 0 dead"));
  }

  @Test
  void aNetworkWithPrivateFieldsIsRecorded() throws Exception {
    Path path = folder.resolve("own.zarr");
    run(OwnNetwork::main, path, 1, 64 * 5);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 5);
      assertThat(recording.info().layers())
          .extracting(Layer::name)
          .containsExactly("01Conv2d", "02Residual/01conv1", "02Residual/02conv2");
      assertThat(recording.activation("02Residual/02conv2", 5))
          .hasSize(10 * 8 * 28 * 28)
          .isNotEqualTo(recording.activation("02Residual/02conv2", 0));
    }
  }

  @Test
  void anOwnLoopRecordsMoreThanActivations() throws Exception {
    Path path = folder.resolve("own.zarr");
    run(OwnLoop::main, path, 1, 64 * 13);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 6, 7, 8, 10, 13);
      assertThat(recording.series("lr").values()).startsWith(Float.NaN, 0.1f).endsWith(0.1f);
      Series norms = recording.series("gradient_norm");
      assertThat(norms.columns())
          .containsExactly("01Conv2d/weight", "01Conv2d/bias", "04Linear/weight", "04Linear/bias");
      assertThat(norms.column("01Conv2d/weight")[9]).isPositive();
      assertThat(recording.series("update_ratio").column("04Linear/weight")[9]).isPositive();
      assertThat(recording.weights(9)).hasSize(recording.info().weights().orElseThrow().values());
      assertThat(recording.info().layer("01Conv2d").reduction().orElseThrow().pooling())
          .isGreaterThan(1);
    }
    assertThat(run(ReadRecording::main, path)).contains("gradient_norm [01Conv2d/weight, ");
  }

  @Test
  void hooksObserveOnePass() throws Exception {
    String printed = run(HooksAlone::main);
    assertThat(printed).contains("02LambdaBlock", "(1, 4, 6, 6)");
    assertThat(printed.lines().toList()).last().asString().contains("{01Conv2d=", "03Conv2d=");
  }
}
