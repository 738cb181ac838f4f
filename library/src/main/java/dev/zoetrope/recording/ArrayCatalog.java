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

  static final String STEP = "step";
  static final String EPOCH = "epoch";
  static final String LOSS = "loss";
  static final String ACCURACY = "accuracy";
  static final String PROBE_INPUT = "probes/input";
  static final String PROBE_LABEL = "probes/label";
  static final String ACTIVATION = "activation";
  static final String STATISTICS = "statistics";
  static final String WEIGHT = "weight";
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
          "(?:(?:step|epoch|loss|accuracy|probes|layers|series|checksums)/.*)?"
              + "(?:zarr\\.json|c(?:\\.[0-9]+)+|[^/]*\\.tmp|\\.DS_Store|Thumbs\\.db|desktop\\.ini)");

  private final List<ArraySpec> frameArrays = new ArrayList<>();
  private final Map<String, ArraySpec> byPath = new HashMap<>();

  /**
   * Describes every array with a slice per frame, except series, which may begin late.
   *
   * @param groups the group of each layer
   * @param probes the number of probes, or {@link ArraySpec#ANY}
   */
  ArrayCatalog(List<Layer> layers, List<String> groups, int probes) {
    add(scalar(STEP, DataType.INT64, (frame, out) -> out.putLong(frame.step())));
    add(scalar(EPOCH, DataType.INT64, (frame, out) -> out.putLong(frame.epoch())));
    add(scalar(LOSS, DataType.FLOAT32, (frame, out) -> out.putFloat(frame.loss())));
    add(scalar(ACCURACY, DataType.FLOAT32, (frame, out) -> out.putFloat(frame.accuracy())));
    int withWeights = 0;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String group = groups.get(i);
      ActivationEncoder encoder = new ActivationEncoder(layer, i, probes);
      add(activation(layer, group, probes, encoder));
      add(statistics(layer, group, new StatisticsEncoder(layer, i, encoder)));
      if (!layer.weightShape().isEmpty()) {
        add(weight(layer, group, new WeightEncoder(layer, withWeights)));
        withWeights++;
      }
    }
  }

  private void add(ArraySpec spec) {
    frameArrays.add(spec);
    byPath.put(spec.path(), spec);
  }

  /** Returns every array with a slice per frame, except series. */
  List<ArraySpec> frameArrays() {
    return frameArrays;
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
    Stream.of(PROBE_ARRAYS.stream(), frameArrays.stream().map(ArraySpec::path), series.stream())
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

  private static ArraySpec scalar(String path, DataType type, FrameEncoder encoder) {
    return new ArraySpec(
        path,
        List.of("frame"),
        List.of(),
        type,
        SCALARS_PER_CHUNK,
        new JsonObject(),
        Optional.of(encoder));
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

  private static ArraySpec statistics(Layer layer, String group, FrameEncoder encoder) {
    List<Integer> slice = List.of(layer.channels(), Statistics.COUNT);
    return new ArraySpec(
        Store.key(group, STATISTICS),
        List.of("frame", "channel", "statistic"),
        slice,
        DataType.FLOAT32,
        chunkLength(DataType.FLOAT32, slice, FRAMES_PER_CHUNK),
        StatisticsEncoder.attributes(ValueCounts.NONE),
        Optional.of(encoder));
  }

  private static ArraySpec weight(Layer layer, String group, FrameEncoder encoder) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("layer", layer.name());
    return new ArraySpec(
        Store.key(group, WEIGHT),
        AxisNames.ofWeights(layer.weightShape().size()),
        layer.weightShape(),
        DataType.FLOAT32,
        chunkLength(DataType.FLOAT32, layer.weightShape(), FRAMES_PER_CHUNK),
        attributes,
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
