package dev.zoetrope.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line of JMH's JSON.
 *
 * @param method the benchmark's method
 * @param params its parameters
 * @param micros mean time of an operation in microseconds
 * @param errorMicros half of JMH's interval of 99.9 % confidence; NaN from a single measurement
 * @param allocatedBytes on the Java heap, an operation; NaN where JMH did not look
 * @param percentiles of sampled times in microseconds, by percent as in "99.0"; empty for averages
 */
record JmhRow(
    String method,
    Map<String, String> params,
    double micros,
    double errorMicros,
    double allocatedBytes,
    Map<String, Double> percentiles) {

  /** The percentiles that reports show. */
  private static final Set<String> SHOWN = Set.of("50.0", "99.0", "99.9");

  /** Reads JMH's JSON. */
  static List<JmhRow> parse(String json) {
    List<JmhRow> rows = new ArrayList<>();
    for (JsonElement row : JsonParser.parseString(json).getAsJsonArray()) {
      rows.add(parse(row.getAsJsonObject()));
    }
    return rows;
  }

  private static JmhRow parse(JsonObject row) {
    JsonObject metric = row.getAsJsonObject("primaryMetric");
    double scale = microsPer(metric.get("scoreUnit").getAsString());
    Map<String, String> params = new LinkedHashMap<>();
    if (row.has("params")) {
      row.getAsJsonObject("params")
          .entrySet()
          .forEach(param -> params.put(param.getKey(), param.getValue().getAsString()));
    }
    Map<String, Double> percentiles = new LinkedHashMap<>();
    if (row.get("mode").getAsString().equals("sample")) {
      metric.getAsJsonObject("scorePercentiles").entrySet().stream()
          .filter(percentile -> SHOWN.contains(percentile.getKey()))
          .forEach(p -> percentiles.put(p.getKey(), scale * p.getValue().getAsDouble()));
    }
    return new JmhRow(
        row.get("benchmark").getAsString().replaceFirst(".*\\.", ""),
        params,
        scale * metric.get("score").getAsDouble(),
        scale * metric.get("scoreError").getAsDouble(),
        row.has("secondaryMetrics")
            ? allocated(row.getAsJsonObject("secondaryMetrics"))
            : Double.NaN,
        percentiles);
  }

  private static double allocated(JsonObject metrics) {
    // Some versions of JMH put a dot before the names of what its profilers add.
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith("gc.alloc.rate.norm"))
        .mapToDouble(metric -> metric.getValue().getAsJsonObject().get("score").getAsDouble())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double microsPer(String unit) {
    return switch (unit) {
      case "us/op" -> 1;
      case "ms/op" -> 1000;
      default -> throw new IllegalArgumentException("unit " + unit);
    };
  }

  String param(String name) {
    return params.get(name);
  }
}
