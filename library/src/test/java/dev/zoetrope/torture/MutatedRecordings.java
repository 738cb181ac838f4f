package dev.zoetrope.torture;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.ParameterInfo;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingFormatException;
import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.recording.RecordingVerifier;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.Reduction;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.recording.Statistics;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.recording.WeightsInfo;
import dev.zoetrope.recording.WriterOptions;
import dev.zoetrope.render.ContactSheet;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.TrainingChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Repeatedly damages a recording, as a folder or packed, and reads it in every way. The result must
 * be correct or a {@link RecordingFormatException}.
 *
 * <p>Arguments: folder to work in, number of mutations, seed. Prints one line at the end; exits
 * with 1 at the first fault, after printing how to reproduce it.
 */
final class MutatedRecordings {

  private static final List<Mutation> MUTATIONS = List.of(Mutation.values());
  private static final int FRAMES = 150; // three chunks of each layer
  private static final List<String> EXTRA =
      List.of(
          "c.9.0.0.0.0", "c.2.0.0", "c.0", "c.-1", "zarr.json", "zarr.json.tmp", ".zattrs", "x");
  private static final Layer CONV =
      new Layer("features/conv", "Conv2d", List.of(2, 4, 5), OptionalDouble.of(1), Precision.INT8);
  private static final WeightsInfo WEIGHTS =
      new WeightsInfo(
          WeightPrecision.COMPACT,
          List.of(
              new ParameterInfo("features/conv/weight", "weight", List.of(2, 1, 3)),
              new ParameterInfo("features/conv/bias", "bias", List.of(2))));
  private static final Layer DENSE =
      new Layer("dense", "Linear", List.of(7), OptionalDouble.empty(), Precision.FLOAT16)
          .reduced(new Reduction(List.of(9), List.of(0, 1, 3, 4, 5, 6, 8), 1));

  /** When values may be wrong. */
  private enum Wrong {
    NEVER,
    /** Metadata carries no checksum. */
    IF_VERIFY_SAYS_SO
  }

  private final Path loose;
  private final Path zip;
  private final Path pictures;
  private final SplittableRandom random;
  private final List<Path> files;
  private final Map<String, float[]> sound;
  private int answers;
  private int errors;

  private MutatedRecordings(Path folder, long seed) throws IOException {
    loose = folder.resolve("a.zarr");
    zip = folder.resolve("a.zarr.zip");
    pictures = folder.resolve("pictures");
    random = new SplittableRandom(seed);
    Files.createDirectories(pictures);
    write();
    RecordingPacker.pack(loose, zip, true, Progress.NONE);
    try (Stream<Path> all = Files.walk(loose)) {
      files = new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
    try (Recording recording = Recording.open(loose)) {
      sound = everything(recording);
    }
  }

  private void write() throws IOException {
    Probes probes = new Probes(List.of(1, 4, 5), new float[60], new long[] {1, 2, 3});
    RunInfo run = new RunInfo("sound", Instant.EPOCH, FRAMES, Map.of("seed", 1, "name", "x"));
    try (RecordingWriter writer =
        RecordingWriter.create(
            loose, run, probes, List.of(CONV, DENSE), WriterOptions.DEFAULT.weights(WEIGHTS))) {
      writer.beginSeries("norm", List.of("a", "b"));
      for (int frame = 0; frame < FRAMES; frame++) {
        float[] maps = new float[3 * CONV.valuesPerProbe()];
        float[] units = new float[3 * DENSE.valuesPerProbe()];
        for (int i = 0; i < maps.length; i++) {
          maps[i] = (float) Math.sin(i + frame * 0.1);
          units[i % units.length] = maps[i] * 10;
        }
        float[] weights = {frame, 1, 2, 3, 4, -5, 0.1f, frame / 3f};
        float[] norm = {frame, frame * frame};
        Map<String, float[]> series = Map.of("lr", new float[] {1f / (1 + frame)}, "norm", norm);
        writer.append(
            new Frame(
                2L * frame,
                frame / 10,
                (float) Math.exp(-frame),
                frame / 200f,
                List.of(maps, units),
                Optional.of(weights),
                series));
      }
      writer.end("ended", true);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    MutatedRecordings torture = new MutatedRecordings(Path.of(arguments[0]), seed);
    Map<Mutation, Integer> counts = new EnumMap<>(Mutation.class);
    for (int i = 0; i < count; i++) {
      Mutation mutation = torture.mutateOnce(i, seed);
      counts.merge(mutation, 1, Integer::sum);
    }
    System.out.println(
        count
            + " mutations: "
            + torture.answers
            + " right answers, "
            + torture.errors
            + " errors that say where; "
            + counts);
  }

  private Mutation mutateOnce(int number, long seed) throws IOException {
    boolean packed = random.nextInt(4) == 0;
    Path file = packed ? zip : files.get(random.nextInt(files.size()));
    boolean text = file.endsWith("zarr.json");
    Mutation mutation;
    do {
      mutation = MUTATIONS.get(random.nextInt(MUTATIONS.size()));
    } while (!mutation.suits(file));
    if (!packed && random.nextInt(5) == 0) {
      misplace(file, number, seed);
      return mutation;
    }
    byte[] before = Mutation.damage(file, mutation, random);
    attempt(
        packed ? zip : loose,
        text || packed ? Wrong.IF_VERIFY_SAYS_SO : Wrong.NEVER,
        number,
        seed,
        mutation + " of " + file.getFileName());
    Files.write(file, before);
    return mutation;
  }

  /** Deletes a file, swaps it with another, puts a folder or a link in its place, or adds one. */
  private void misplace(Path file, int number, long seed) throws IOException {
    int kind = random.nextInt(6);
    String what = "misplaced " + file.getFileName() + ", kind " + kind;
    if (kind == 5) {
      Path extra = file.resolveSibling(EXTRA.get(random.nextInt(EXTRA.size())));
      if (!Files.exists(extra)) {
        Files.write(extra, Files.readAllBytes(existing(file)));
        attempt(loose, Wrong.NEVER, number, seed, what + " " + extra.getFileName());
        Files.delete(extra);
      }
      return;
    }
    Path aside = file.resolveSibling("aside");
    Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    Path swapped = null;
    switch (kind) {
      case 0 -> Files.createDirectory(file);
      case 1 -> Files.createSymbolicLink(file, aside);
      case 2 -> Files.copy(existing(file), file);
      case 3 -> {
        swapped = existing(file);
        Files.move(swapped, file);
        Files.copy(aside, swapped);
      }
      default -> {}
    }
    attempt(loose, Wrong.NEVER, number, seed, what);
    if (swapped != null) {
      Files.move(file, swapped, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(file);
    Files.move(aside, file);
  }

  private Path existing(Path other) {
    Path chosen;
    do {
      chosen = files.get(random.nextInt(files.size()));
    } while (chosen.equals(other));
    return chosen;
  }

  private void attempt(Path recording, Wrong allowed, int number, long seed, String what) {
    try {
      readEverything(recording, allowed);
      answers++;
    } catch (RecordingFormatException e) {
      errors++;
    } catch (IOException | RuntimeException | Error e) {
      System.out.println("mutation " + number + " of seed " + seed + " (" + what + "):");
      e.printStackTrace(System.out);
      System.exit(1);
    }
  }

  private void readEverything(Path path, Wrong allowed) throws IOException {
    boolean foundSound = RecordingVerifier.verify(path, Progress.NONE).sound();
    try (Recording recording = Recording.open(path)) {
      Map<String, float[]> read = everything(recording);
      if (allowed == Wrong.NEVER || foundSound) {
        read.forEach(this::requireSound);
      }
      int frames = Math.min(FRAMES, recording.info().frames());
      if (frames > 1) {
        for (Layer layer : recording.info().layers()) {
          draw(recording, layer);
        }
      }
      if (frames > 0) {
        ContactSheet.of(recording, SheetOptions.DEFAULT).render(frames - 1);
        TrainingChart chart = TrainingChart.of(recording);
        chart.render(chart.layout(300, 200, 1), dev.zoetrope.render.Theme.LIGHT);
      }
    }
  }

  /** Returns the values of every array in a recording, but only some frames of its layers. */
  private static Map<String, float[]> everything(Recording recording) throws IOException {
    Map<String, float[]> all = new TreeMap<>();
    all.put("probes", recording.probes().input());
    all.put("labels", floats(recording.probes().labels()));
    all.put("steps", floats(recording.steps()));
    all.put("epochs", floats(recording.epochs()));
    all.put("losses", recording.losses());
    all.put("accuracies", recording.accuracies());
    for (String name : recording.info().series()) {
      all.put("series " + name, recording.series(name).values());
    }
    for (int frame : recording.framesWithWeights()) {
      if (frame % 23 == 0 && frame < FRAMES) {
        all.put("weights " + frame, recording.weights(frame));
      }
    }
    for (Layer layer : recording.info().layers()) {
      for (int frame = 0; frame < Math.min(FRAMES, recording.info().frames()); frame += 23) {
        String which = " " + layer.name() + " " + frame;
        all.put("activation" + which, recording.activation(layer.name(), frame));
        all.put("statistics" + which, floats(recording.statistics(layer.name(), frame)));
      }
    }
    return all;
  }

  private static float[] floats(long[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }

  private static float[] floats(List<Statistics> channels) {
    float[] floats = new float[4 * channels.size()];
    for (int i = 0; i < channels.size(); i++) {
      Statistics channel = channels.get(i);
      float[] four = {channel.min(), channel.max(), channel.mean(), channel.std()};
      System.arraycopy(four, 0, floats, 4 * i, 4);
    }
    return floats;
  }

  /**
   * Compares values as far as both exist: a damaged root may give fewer frames, or unknown names.
   */
  private void requireSound(String what, float[] values) {
    float[] expected = sound.get(what);
    if (expected != null && !Arrays.equals(values, Arrays.copyOf(expected, values.length))) {
      throw new IllegalStateException(what + " is wrong and nothing says so");
    }
  }

  private void draw(Recording recording, Layer layer) throws IOException {
    GifExporter.write(
        recording,
        layer.name(),
        GifOptions.of(0, 1, Shading.suiting(recording, layer.name())),
        pictures.resolve("layer.gif"),
        Progress.NONE);
  }
}
