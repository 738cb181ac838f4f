package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The arrays of a recording. Each array is described once, here; writer, reader, verifier, packer
 * and checksum table use these descriptions.
 */
final class ArrayCatalog {

  static final String TRAINING = "training";
  static final String PROBE_INPUT = "probes/input";
  static final String PROBE_LABEL = "probes/label";
  static final String ACTIVATION = "activation";
  static final String STATISTICS = "statistics";
  static final String CHECKSUMS = "checksums";

  /** Arrays of a single chunk, which come first in the checksum table. */
  static final List<String> PROBE_ARRAYS = List.of(PROBE_INPUT, PROBE_LABEL);

  /** The attribute of a series that names its columns. */
  static final String COLUMN = "column";

  /** The approximate size of a chunk before compression. */
  private static final int CHUNK_BYTES = 512 << 10;

  private static final int FRAMES_PER_CHUNK = 64;
  private static final int SCALARS_PER_CHUNK = 1024;

  /** Metadata, chunks, temporary files, and files that operating systems put into folders. */
  private static final Pattern PART =
      Pattern.compile(
          "(?:(?:training|probes|layers|statistics|series|weights|checksums)/.*)?"
              + "(?:zarr\\.json|c(?:\\.[0-9]+)+|[^/]*\\.tmp|\\.DS_Store|Thumbs\\.db|desktop\\.ini)");

  private final ArraySpec training;
  private final List<ArraySpec> developed = new ArrayList<>();
  private final List<ActivationEncoder> activations = new ArrayList<>();
  private final StatisticsEncoder statistics;
  private final Map<String, ArraySpec> byPath = new HashMap<>();

  /**
   * Describes every array with a slice per frame, except series, which may begin late.
   *
   * @param groups the group of each layer
   * @param probes the number of probes, or {@link ArraySpec#ANY}
   */
  ArrayCatalog(List<Layer> layers, List<String> groups, int probes) {
    training = training();
    byPath.put(TRAINING, training);
    for (int i = 0; i < layers.size(); i++) {
      ActivationEncoder encoder = new ActivationEncoder(layers.get(i), i, probes);
      activations.add(encoder);
      add(activation(layers.get(i), groups.get(i), probes, encoder));
    }
    statistics = new StatisticsEncoder(layers);
    add(statistics(layers, statistics));
  }

  private void add(ArraySpec spec) {
    developed.add(spec);
    byPath.put(spec.path(), spec);
  }

  /** Returns the array that has a row for each step, even before it is developed. */
  ArraySpec ofTraining() {
    return training;
  }

  /** Returns the arrays that are computed from activations. */
  List<ArraySpec> developed() {
    return developed;
  }

  /** Returns every array with a slice per frame, except series. */
  List<ArraySpec> frameArrays() {
    return Stream.concat(Stream.of(training), developed.stream()).toList();
  }

  /** Returns how many values of each layer were not stored as they are, in the frames so far. */
  List<ValueCounts> counts() {
    List<ValueCounts> counts = new ArrayList<>();
    for (int i = 0; i < activations.size(); i++) {
      counts.add(activations.get(i).altered().plus(new ValueCounts(statistics.notFinite(i), 0, 0)));
    }
    return counts;
  }

  /** Goes on counting from these numbers. */
  void resumeCounts(List<ValueCounts> counts) {
    statistics.resume(counts);
    for (int i = 0; i < activations.size(); i++) {
      activations.get(i).resume(counts.get(i));
    }
  }

  /** Returns an array that every recording has. */
  ArraySpec at(String path) {
    return byPath.get(path);
  }

  /** Returns an array in a layer's group; empty if the layer has no array of this name. */
  Optional<ArraySpec> in(String group, String name) {
    return Optional.ofNullable(byPath.get(Store.key(group, name)));
  }

  /** Returns the column of each array in the checksum table. */
  Map<String, Integer> checksumColumns(List<String> series) {
    Map<String, Integer> columns = new HashMap<>();
    Stream.of(PROBE_ARRAYS.stream(), frameArrays().stream().map(ArraySpec::path), series.stream())
        .flatMap(paths -> paths)
        .forEach(path -> columns.put(path, columns.size()));
    return columns;
  }

  /** Returns whether a recording may contain such a file, whatever its layers. */
  static boolean isPart(String file) {
    return PART.matcher(file).matches();
  }

  /** The inputs: {@code [probe, channel, y, x]} for images. */
  static ArraySpec probeInput(Probes probes) {
    return new ArraySpec(
        PROBE_INPUT,
        AxisNames.ofValues(List.of("probe"), probes.shape().size()),
        probes.shape(),
        probes.type().dataType(),
        probes.count(),
        new JsonObject(),
        Optional.empty());
  }

  /** The class of each input. */
  static ArraySpec probeLabel(Probes probes) {
    return new ArraySpec(
        PROBE_LABEL,
        List.of("probe"),
        List.of(),
        DataType.INT64,
        probes.count(),
        new JsonObject(),
        Optional.empty());
  }

  /** What is known of each step. In float64, whole numbers up to 2⁵³ are exact. */
  private static ArraySpec training() {
    JsonObject attributes = new JsonObject();
    attributes.add(COLUMN, Json.array(TrainingEncoder.COLUMNS));
    return new ArraySpec(
        TRAINING,
        List.of("frame", "column"),
        List.of(TrainingEncoder.COLUMNS.size()),
        DataType.FLOAT64,
        SCALARS_PER_CHUNK,
        attributes,
        Optional.of(new TrainingEncoder()));
  }

  private static ArraySpec activation(Layer layer, String group, int probes, FrameEncoder encoder) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("layer", layer.name());
    if (layer.precision() == Precision.INT8) {
      attributes.addProperty(ArraySpec.SCALE_FACTOR, ActivationCodec.scaleFactor(layer));
      attributes.addProperty("_FillValue", ActivationCodec.NO_VALUE);
    }
    List<Integer> slice = new ArrayList<>(List.of(probes));
    slice.addAll(layer.shape());
    return new ArraySpec(
        Store.key(group, ACTIVATION),
        AxisNames.ofValues(List.of("frame", "probe"), layer.shape().size()),
        slice,
        layer.precision().dataType(),
        chunkLength(layer.precision().dataType(), slice, FRAMES_PER_CHUNK),
        attributes,
        Optional.of(encoder));
  }

  /** The statistics of all layers, one layer after the other. */
  private static ArraySpec statistics(List<Layer> layers, FrameEncoder encoder) {
    List<Integer> slice =
        List.of(StatisticsEncoder.firstChannel(layers, layers.size()), Statistics.COUNT);
    return new ArraySpec(
        STATISTICS,
        List.of("frame", "channel", "statistic"),
        slice,
        DataType.FLOAT32,
        chunkLength(DataType.FLOAT32, slice, FRAMES_PER_CHUNK),
        StatisticsEncoder.attributes(layers),
        Optional.of(encoder));
  }

  /** A curve, or one curve per column if there are columns. */
  static ArraySpec series(String path, List<String> columns) {
    JsonObject attributes = new JsonObject();
    if (!columns.isEmpty()) {
      attributes.add(COLUMN, Json.array(columns));
    }
    List<Integer> slice = columns.isEmpty() ? List.of() : List.of(columns.size());
    return new ArraySpec(
        path,
        columns.isEmpty() ? List.of("frame") : List.of("frame", "column"),
        slice,
        DataType.FLOAT32,
        chunkLength(DataType.FLOAT32, slice, SCALARS_PER_CHUNK),
        attributes,
        Optional.empty());
  }

  /** The checksum table, with room for this many arrays. */
  static ArraySpec checksums(int arrays) {
    List<Integer> slice = List.of(arrays);
    return new ArraySpec(
        CHECKSUMS,
        List.of("row", "array"),
        slice,
        DataType.UINT32,
        chunkLength(DataType.UINT32, slice, FRAMES_PER_CHUNK),
        new JsonObject(),
        Optional.empty());
  }

  /** Returns a power of two, so that short chunk lengths divide longer ones. */
  private static int chunkLength(DataType type, List<Integer> slice, int most) {
    long bytes = type.size();
    for (int length : slice) {
      bytes = Math.multiplyExact(bytes, length);
    }
    return (int) Long.highestOneBit(Math.max(1, Math.min(most, CHUNK_BYTES / Math.max(1, bytes))));
  }
}
