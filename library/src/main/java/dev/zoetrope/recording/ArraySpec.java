package dev.zoetrope.recording;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The description of one array of a recording, for its writer and its readers.
 *
 * @param path its path in the recording, such as {@code layers/conv1/activation}
 * @param dimensionNames a name for each axis; the first axis is the one cut into chunks
 * @param slice the length of each axis after the first, or {@link #ANY} if a reader accepts any
 *     length
 * @param type the element type, which decides the fill value
 * @param chunkLength how many slices one chunk of a new array holds
 * @param attributes further attributes of the array
 * @param encoder fills the slice of each frame; empty for an array that is filled in another way
 */
record ArraySpec(
    String path,
    List<String> dimensionNames,
    List<Integer> slice,
    DataType type,
    int chunkLength,
    JsonObject attributes,
    Optional<FrameEncoder> encoder) {

  /** The length of an axis that is not known in advance. */
  static final int ANY = -1;

  /** The attribute by which other readers decode packed values: CF conventions, section 8.1. */
  static final String SCALE_FACTOR = "scale_factor";

  /**
   * Returns the metadata of a new array.
   *
   * @param length the length of the first axis
   * @throws IllegalArgumentException if one slice is larger than a chunk may be
   */
  ArrayMetadata metadata(int length) {
    List<Integer> shape = new ArrayList<>(List.of(length));
    shape.addAll(slice);
    return new ArrayMetadata(shape, chunkLength, type, dimensionNames, attributes);
  }

  /**
   * Checks that an array matches this description.
   *
   * @return the array
   */
  ArrayReader require(ArrayReader array) throws ZarrFormatException {
    ArrayMetadata metadata = array.metadata();
    if (metadata.dataType() != type) {
      throw new ZarrFormatException(path, "\"data_type\" is not " + type.zarrName());
    }
    if (!metadata.holdsWholeSlices()) {
      throw new ZarrFormatException(path, "is split along more than its first axis");
    }
    if (!fits(metadata.shape().subList(1, metadata.shape().size()))) {
      throw new ZarrFormatException(
          path, "its shape does not match the one in the recording's zarr.json");
    }
    JsonElement scale = attributes.get(SCALE_FACTOR);
    if (scale != null
        && (float) Json.number(path, metadata.attributes(), SCALE_FACTOR) != scale.getAsFloat()) {
      throw new ZarrFormatException(
          path, "\"scale_factor\" in zarr.json does not fit the layer's bound");
    }
    return array;
  }

  private boolean fits(List<Integer> lengths) {
    if (lengths.size() != slice.size()) {
      return false;
    }
    for (int axis = 0; axis < slice.size(); axis++) {
      if (slice.get(axis) != ANY && !slice.get(axis).equals(lengths.get(axis))) {
        return false;
      }
    }
    return true;
  }
}
