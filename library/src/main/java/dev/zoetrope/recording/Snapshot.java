package dev.zoetrope.recording;

import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reader's view of a recording: the root as of one commit, and the arrays that it describes.
 *
 * @param root the root
 * @param catalog the arrays with a slice per frame, except series
 * @param weights the arrays of the weights; empty if there are none
 * @param checksumColumns the column of each array in the checksum table; empty without a table
 */
record Snapshot(
    Root root,
    ArrayCatalog catalog,
    Optional<WeightArrays> weights,
    Map<String, Integer> checksumColumns) {

  /** Reads the root. */
  static Snapshot read(Store store) throws IOException {
    return parse(readRoot(store), store);
  }

  /** Returns the bytes of the root. */
  static byte[] readRoot(Store store) throws IOException {
    return store
        .read(Store.METADATA, RootJson.MAX_BYTES)
        .orElseThrow(
            () ->
                new ZarrFormatException(
                    RootJson.NODE, "is not a recording: there is no zarr.json"));
  }

  /** Parses the bytes of a root, and reads what else it takes to find the arrays. */
  static Snapshot parse(byte[] rootJson, Store store) throws IOException {
    Root root = RootJson.parse(rootJson);
    Optional<WeightArrays> weights = Optional.empty();
    if (root.weights().isPresent()) {
      weights = Optional.of(WeightsJson.read(store));
      root = root.with(weights.get().layout().info());
    }
    ArrayCatalog catalog = catalog(root);
    return new Snapshot(
        root,
        catalog,
        weights,
        root.checksums().rows() > 0 ? catalog.checksumColumns(root.seriesPaths()) : Map.of());
  }

  private static ArrayCatalog catalog(Root root) throws ZarrFormatException {
    try {
      return new ArrayCatalog(root.info().layers(), root.groups(), ArraySpec.ANY);
    } catch (ArithmeticException e) {
      throw new ZarrFormatException(RootJson.NODE, "layers in zarr.json have too many channels");
    }
  }

  /** Returns the number of frames that can be read. */
  int frames() {
    return root.info().frames();
  }

  /** Returns the number of frames whose step is known, developed or not. */
  int exposed() {
    return root.info().exposed();
  }

  /** Returns the arrays that are computed from activations; none before there are any frames. */
  List<ArraySpec> developed() {
    return exposed() > 0 && frames() == 0 ? List.of() : catalog.developed();
  }

  /** Returns the arrays of the weights. */
  WeightArrays requireWeights() {
    return weights.orElseThrow(
        () ->
            new IllegalArgumentException(
                "this recording holds no weights; record with weights to have them"));
  }

  /** Returns the frame's index after checking that it exists. */
  int requireFrame(int frame) {
    if (frame < 0 || frame >= frames()) {
      throw new IllegalArgumentException(
          frames() == 0
              ? "no frame " + frame + "; the recording has none yet"
              : "no frame " + frame + "; the recording has frames 0 to " + (frames() - 1));
    }
    return frame;
  }

  /**
   * Returns an array of a layer.
   *
   * @throws IllegalArgumentException if there is no such layer, or it has no such array
   */
  ArraySpec array(String layer, String name) {
    int index = root.info().layers().indexOf(root.info().layer(layer));
    return catalog
        .in(root.groups().get(index), name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the " + name + "s of layer " + layer + " were not recorded"));
  }

  /**
   * Returns the path of a series.
   *
   * @throws IllegalArgumentException if there is no such series; the message lists the existing
   *     ones
   */
  String seriesPath(String name) {
    List<String> names = root.info().series();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no series \"%s\" in this recording; it has %s"
              .formatted(name, names.isEmpty() ? "none" : String.join(", ", names)));
    }
    return root.seriesPaths().get(index);
  }
}
