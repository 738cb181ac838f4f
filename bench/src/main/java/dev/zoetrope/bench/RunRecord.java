package dev.zoetrope.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was run, kept beside the results so that the report can be made from them alone.
 *
 * @param date when it began, ISO 8601
 * @param machine where
 * @param version of Zoetrope
 * @param quick whether it was the short set
 * @param device cpu or gpu
 * @param minutes how long it took
 * @param engines name, version and natives of each engine that was measured, by its short name
 * @param leftOut what was not measured, and why
 */
record RunRecord(
    String date,
    Machine machine,
    String version,
    boolean quick,
    String device,
    double minutes,
    Map<String, String> engines,
    List<String> leftOut) {

  static final String FILE = "run.json";
  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  static RunRecord read(Path directory) throws IOException {
    return GSON.fromJson(Files.readString(directory.resolve(FILE)), RunRecord.class);
  }

  void write(Path directory) throws IOException {
    Files.writeString(directory.resolve(FILE), GSON.toJson(this));
  }
}
