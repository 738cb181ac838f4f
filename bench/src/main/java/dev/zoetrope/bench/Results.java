package dev.zoetrope.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that a report is made of, kept in one small file: JMH's raw histograms take two hundred times
 * as much and say no more to a reader.
 *
 * @param run what was run, and where
 * @param jmh what JMH measured, by the name of the task
 * @param training what training steps are made of, by the name of the task
 * @param capture what recording costs; empty if that was not measured
 */
record Results(
    RunRecord run,
    Map<String, List<JmhRow>> jmh,
    Map<String, TrainingStepRun.Split> training,
    List<CaptureCost.Result> capture) {

  static final String FILE = "results.json";
  private static final String JSON = ".json";

  /** NaN is null, and seven digits are more than anything measured deserves. */
  private static final TypeAdapter<Double> MEASURED =
      new TypeAdapter<>() {
        @Override
        public void write(JsonWriter out, Double value) throws IOException {
          if (!Double.isFinite(value)) {
            out.nullValue();
          } else {
            out.value(new BigDecimal(value).round(new MathContext(7)).stripTrailingZeros());
          }
        }

        @Override
        public Double read(JsonReader in) throws IOException {
          if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return Double.NaN;
          }
          return in.nextDouble();
        }
      };

  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .registerTypeAdapter(double.class, MEASURED)
          .registerTypeAdapter(Double.class, MEASURED.nullSafe()) // null: sat out that round
          .create();

  /** Reads what a run left in its directory. */
  static Results read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    try {
      return GSON.fromJson(Files.readString(file), Results.class);
    } catch (JsonParseException e) {
      throw new IOException(file + " is not what a run leaves: " + e.getMessage(), e);
    }
  }

  /** Collects what the tasks of a run left in a folder, a file each; one that failed left none. */
  static Results collect(Path raw, RunRecord run) throws IOException {
    Map<String, List<JmhRow>> jmh = new TreeMap<>();
    Map<String, TrainingStepRun.Split> training = new TreeMap<>();
    List<CaptureCost.Result> capture = new ArrayList<>();
    for (Path file : files(raw)) {
      String json = Files.readString(file);
      String name = file.getFileName().toString().replace(JSON, "");
      if (name.equals(ReportFiles.CAPTURE)) {
        capture.addAll(GSON.fromJson(json, new TypeToken<List<CaptureCost.Result>>() {}.getType()));
      } else if (ReportFiles.isTraining(name)) {
        training.put(name, GSON.fromJson(json, TrainingStepRun.Split.class));
      } else {
        jmh.put(name, JmhRow.parse(json));
      }
    }
    return new Results(run, jmh, training, capture);
  }

  private static List<Path> files(Path raw) throws IOException {
    try (Stream<Path> files = Files.list(raw)) {
      return files.filter(file -> file.toString().endsWith(JSON)).sorted().toList();
    }
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), GSON.toJson(this) + "\n");
  }

  /** Returns what JMH measured in a task, nothing if it was left out. */
  List<JmhRow> jmh(String task) {
    return jmh.getOrDefault(task, List.of());
  }
}
