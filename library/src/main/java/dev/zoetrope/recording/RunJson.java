package dev.zoetrope.recording;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes and reads the training run in the root's {@code zarr.json}. */
final class RunJson {

  private static final String NAME = "name";
  private static final String STARTED = "started";
  private static final String PLANNED_FRAMES = "planned_frames";
  private static final String DETAILS = "details";

  private RunJson() {}

  static JsonObject print(RunInfo run) {
    JsonObject json = new JsonObject();
    json.addProperty(NAME, run.name());
    json.addProperty(STARTED, run.started().toString());
    json.addProperty(PLANNED_FRAMES, run.plannedFrames());
    JsonObject details = new JsonObject();
    run.details().forEach((key, value) -> details.add(key, print(value)));
    json.add(DETAILS, details);
    return json;
  }

  private static JsonElement print(Object detail) {
    if (detail instanceof Boolean b) {
      return new JsonPrimitive(b);
    }
    if (detail instanceof Number n && Double.isFinite(n.doubleValue())) {
      return new JsonPrimitive(n);
    }
    if (detail instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(element -> array.add(print(element)));
      return array;
    }
    return new JsonPrimitive(String.valueOf(detail));
  }

  static RunInfo parse(JsonObject json) throws ZarrFormatException {
    try {
      Map<String, Object> details = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> entry :
          Json.object(RootJson.NODE, json, DETAILS).entrySet()) {
        details.put(entry.getKey(), parseDetail(entry.getValue()));
      }
      return new RunInfo(
          Json.string(RootJson.NODE, json, NAME),
          Instant.parse(Json.string(RootJson.NODE, json, STARTED)),
          Json.integer(RootJson.NODE, json, PLANNED_FRAMES, 0, Integer.MAX_VALUE),
          details);
    } catch (DateTimeException e) {
      throw new ZarrFormatException(RootJson.NODE, "\"started\" in zarr.json must be a UTC time");
    }
  }

  private static Object parseDetail(JsonElement element) {
    if (element instanceof JsonArray array) {
      List<Object> list = new ArrayList<>();
      array.forEach(value -> list.add(parseDetail(value)));
      return List.copyOf(list);
    }
    if (element instanceof JsonPrimitive p && p.isBoolean()) {
      return p.getAsBoolean();
    }
    if (element instanceof JsonPrimitive p && p.isNumber()) {
      String text = p.getAsString();
      return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : Double.valueOf(text);
    }
    return element instanceof JsonPrimitive p ? p.getAsString() : element.toString();
  }
}
