package dev.zoetrope.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingFormatException;
import dev.zoetrope.recording.RecordingInfo;
import dev.zoetrope.recording.WeightsInfo;
import dev.zoetrope.render.MapShape;
import dev.zoetrope.viewer.ui.ByteCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "info",
    description = "Shows the contents of a recording, without reading its frames.",
    mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

  private static final Gson GSON = new GsonBuilder().setPrettyPrinting().create();

  @Parameters(paramLabel = "RECORDING", description = "NAME.zarr or NAME.zarr.zip")
  private Path path;

  @Option(names = "--json", description = "print JSON, for other programs")
  private boolean json;

  @Spec private CommandSpec spec;

  /** Sizes in bytes: as stored, and as float32 without compression. */
  private record Size(long stored, long float32) {

    static Size of(Recording recording, Layer layer) throws IOException {
      long values = (long) recording.info().frames() * recording.valuesPerFrame(layer);
      return new Size(recording.storedBytes(layer.name()), values * Float.BYTES);
    }

    Size plus(Size other) {
      return new Size(stored + other.stored, float32 + other.float32);
    }
  }

  private final List<String> damage = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (Recording recording = Recording.open(path)) {
      if (json) {
        out.println(GSON.toJson(json(recording)));
      } else {
        print(recording, out);
      }
    }
    return damage.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static final int KEY_WIDTH = 16;

  private interface Read<T> {
    T run() throws IOException;
  }

  /** Reads something that may be damaged. Damage is noted, and the rest is shown anyway. */
  private <T> Optional<T> sound(Read<T> read) throws IOException {
    try {
      return Optional.of(read.run());
    } catch (RecordingFormatException e) {
      String line = e.getCause().getMessage();
      if (!damage.contains(line)) {
        damage.add(line);
      }
      return Optional.empty();
    }
  }

  private void print(Recording recording, PrintWriter out) throws IOException {
    RecordingInfo info = recording.info();
    out.println(recording.path() + "  " + info.run().name());
    out.println();
    line(
        out,
        "frames",
        info.frames() + (info.complete() ? "" : ", incomplete: " + unfinished(info)));
    if (info.exposed() > info.frames()) {
      line(
          out,
          "to develop",
          info.exposed() - info.frames() + "; zoetrope develop computes their activations");
    }
    if (info.frames() > 0) {
      sound(recording::steps)
          .ifPresent(steps -> line(out, "steps", steps[0] + " to " + steps[steps.length - 1]));
    }
    sound(recording::probes)
        .ifPresent(probes -> line(out, "probes", probes.count() + " of shape " + probes.shape()));
    line(out, "started", info.run().started().truncatedTo(ChronoUnit.SECONDS));
    line(out, "format", "version " + info.formatVersion());
    info.run().details().forEach((key, value) -> detail(out, title(key), value));
    out.println();
    int longest = info.layers().stream().mapToInt(layer -> layer.name().length()).max().orElse(0);
    String row = "%-" + Math.max(14, longest) + "s %-22s %-14s %-9s %12s %12s %7s%n";
    out.printf(Locale.ROOT, row, "layer", "type", "shape", "stored as", "size", "float32", "ratio");
    Size total = new Size(0, 0);
    for (Layer layer : info.layers()) {
      Optional<Size> size = sound(() -> Size.of(recording, layer));
      if (size.isPresent()) {
        total = total.plus(size.get());
      }
      printLayer(
          out,
          row,
          layer.name(),
          layer.type(),
          MapShape.text(layer.shape()),
          size.isPresent() ? precision(layer) : "damaged",
          size.orElse(new Size(0, 0)));
    }
    printLayer(out, row, "all layers", "", "", "", total);
    printWeights(recording, out);
    printMore(info, out);
    damage.forEach(line -> line(out, "damaged", line));
    if (!damage.isEmpty()) {
      out.println();
      out.println("zoetrope verify finds all damage");
    }
  }

  private void printWeights(Recording recording, PrintWriter out) throws IOException {
    Optional<WeightsInfo> weights = recording.info().weights();
    if (weights.isEmpty()) {
      line(out, "weights", "none");
      return;
    }
    sound(recording::framesWithWeights)
        .ifPresent(
            frames ->
                line(
                    out,
                    "weights",
                    String.format(
                        Locale.ROOT,
                        "%,d values in %s, %s, at %s",
                        weights.get().values(),
                        Words.count(weights.get().parameters().size(), "parameter"),
                        precision(weights.get()),
                        frames.length == recording.info().exposed()
                            ? "every frame"
                            : Words.count(frames.length, "frame"))));
    sound(recording::storedWeightBytes).ifPresent(bytes -> line(out, "", ByteCount.exact(bytes)));
  }

  private static String precision(WeightsInfo weights) {
    return weights.precision().name().toLowerCase(Locale.ROOT);
  }

  /** Prints what the table of layers does not show: reduced layers, left-out layers, series. */
  private static void printMore(RecordingInfo info, PrintWriter out) {
    for (Layer layer : info.layers()) {
      layer.reduction().ifPresent(left -> line(out, "reduced", layer.name() + ": " + left));
    }
    for (LeftOut left : info.leftOut()) {
      line(out, "left out", left.layer() + ": " + left.reason());
    }
    if (!info.series().isEmpty()) {
      line(out, "series", String.join(", ", info.series()));
    }
  }

  private static void printLayer(
      PrintWriter out,
      String row,
      String name,
      String type,
      String shape,
      String precision,
      Size size) {
    String ratio =
        size.stored == 0
            ? "-"
            : String.format(Locale.ROOT, "%.1f", (double) size.float32 / size.stored);
    out.printf(
        Locale.ROOT,
        row,
        name,
        type,
        shape,
        precision,
        ByteCount.exact(size.stored),
        ByteCount.exact(size.float32),
        ratio);
  }

  private static void line(PrintWriter out, String key, Object value) {
    out.printf(Locale.ROOT, "%-" + KEY_WIDTH + "s %s%n", key, value);
  }

  /** Prints each sentence of a list on its own line; numbers stay on one line. */
  private static void detail(PrintWriter out, String key, Object value) {
    if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String) {
      line(out, key, list.get(0));
      list.stream().skip(1).forEach(item -> line(out, "", item));
    } else {
      line(out, key, value);
    }
  }

  /** Returns the words for a detail of the run; the recorded steps have their own line. */
  private static String title(String key) {
    return key.equals("steps") ? "steps of the run" : key.replace('_', ' ');
  }

  private static String unfinished(RecordingInfo info) {
    int planned = info.run().plannedFrames();
    String soFar = planned > 0 ? "of " + planned + " planned; " : "";
    return info.ending().orElse(soFar + "the run has not ended, or its program was killed");
  }

  private static String precision(Layer layer) {
    return layer.precision().name().toLowerCase(Locale.ROOT);
  }

  private JsonObject json(Recording recording) throws IOException {
    RecordingInfo info = recording.info();
    JsonObject root = new JsonObject();
    root.addProperty("format_version", info.formatVersion());
    root.addProperty("frames", info.frames());
    root.addProperty("exposed", info.exposed());
    root.addProperty("complete", info.complete());
    info.ending().ifPresent(ending -> root.addProperty("ending", ending));
    root.addProperty("name", info.run().name());
    root.addProperty("started", info.run().started().toString());
    root.addProperty("planned_frames", info.run().plannedFrames());
    sound(recording::probes).ifPresent(probes -> root.addProperty("probes", probes.count()));
    root.add("details", GSON.toJsonTree(info.run().details()));
    JsonArray layers = new JsonArray();
    for (Layer layer : info.layers()) {
      Optional<Size> size = sound(() -> Size.of(recording, layer));
      JsonObject entry = new JsonObject();
      entry.addProperty("name", layer.name());
      entry.addProperty("type", layer.type());
      entry.add("shape", GSON.toJsonTree(layer.shape()));
      entry.addProperty("precision", precision(layer));
      size.ifPresent(
          bytes -> {
            entry.addProperty("stored_bytes", bytes.stored);
            entry.addProperty("float32_bytes", bytes.float32);
          });
      layer
          .reduction()
          .ifPresent(left -> entry.add("full_shape", GSON.toJsonTree(left.fullShape())));
      layers.add(entry);
    }
    root.add("layers", layers);
    if (info.weights().isPresent()) {
      JsonObject weights = new JsonObject();
      weights.addProperty("precision", precision(info.weights().get()));
      weights.addProperty("values", info.weights().get().values());
      sound(recording::framesWithWeights)
          .ifPresent(frames -> weights.addProperty("frames", frames.length));
      sound(recording::storedWeightBytes)
          .ifPresent(bytes -> weights.addProperty("stored_bytes", bytes));
      root.add("weights", weights);
    }
    root.add("left_out", GSON.toJsonTree(info.leftOut()));
    root.add("series", GSON.toJsonTree(info.series()));
    if (!damage.isEmpty()) {
      root.add("damage", GSON.toJsonTree(damage));
    }
    return root;
  }
}
