package dev.zoetrope.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Time of PyTorch's operators by name, without that of the operators they call, from the trace that
 * its profiler writes in Chrome's format.
 */
final class OperatorTrace {

  private record Event(String name, double begin, double micros) {

    double end() {
      return begin + micros;
    }
  }

  private OperatorTrace() {}

  /** Returns milliseconds by operator, the longest first. */
  static Map<String, Double> selfMillis(String json) {
    Map<Integer, List<Event>> threads = new TreeMap<>();
    for (JsonElement element : JsonParser.parseString(json).getAsJsonArray()) {
      JsonObject event = element.getAsJsonObject();
      if (event.get("ph").getAsString().equals("X")) {
        threads
            .computeIfAbsent(event.get("tid").getAsInt(), tid -> new ArrayList<>())
            .add(
                new Event(
                    event.get("name").getAsString(),
                    event.get("ts").getAsDouble(),
                    event.get("dur").getAsDouble()));
      }
    }
    Map<String, Double> micros = new TreeMap<>();
    threads.values().forEach(events -> addSelf(events, micros));
    return micros.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> e.getValue() / 1e3, (a, b) -> a, LinkedHashMap::new));
  }

  /** An event that lies within another of its thread was called by it. */
  private static void addSelf(List<Event> events, Map<String, Double> micros) {
    events.sort(
        Comparator.comparingDouble(Event::begin)
            .thenComparing(Comparator.comparingDouble(Event::micros).reversed()));
    Deque<Event> open = new ArrayDeque<>();
    for (Event event : events) {
      while (!open.isEmpty() && open.peek().end() <= event.begin) {
        open.pop();
      }
      micros.merge(event.name, event.micros, Double::sum);
      if (!open.isEmpty()) {
        micros.merge(open.peek().name, -event.micros, Double::sum);
      }
      open.push(event);
    }
  }
}
