"""Reads a recording with only NumPy and zstandard, and prints one line for each layer.

    pip install numpy zstandard
    python3 read_recording.py mnist.zarr

zarr 3 and xarray also open recordings: docs/FORMAT.md shows how, and describes the format.
"""

import json
import pathlib
import sys
import zipfile

import numpy
import zstandard


class Recording:
    """A recording, in a directory or packed as .zarr.zip. It may still be growing."""

    def __init__(self, path):
        path = pathlib.Path(path)
        self._root = zipfile.Path(path) if path.is_file() else path
        info = json.loads((self._root / "zarr.json").read_text())["attributes"]["zoetrope"]
        self.frames = info["frames"]  # later frames are not committed yet: never read them
        self.layers = {layer["name"]: layer for layer in info["layers"]}

    def _metadata(self, name):
        return json.loads((self._root / name / "zarr.json").read_text())

    def _chunk(self, name, number=0, column=0):
        """Returns a chunk. Mostly, only the first axis of an array is divided: that of frames."""
        metadata = self._metadata(name)
        shape = metadata["chunk_grid"]["configuration"]["chunk_shape"]
        key = ".".join(["c", str(number)] + [str(column)] * (len(shape) > 1) + ["0"] * (len(shape) - 2))
        stored = (self._root / name / key).read_bytes()
        raw = zstandard.decompress(stored[:-4])  # the last four bytes are the CRC-32C
        dtype = numpy.dtype(metadata["data_type"]).newbyteorder("<")
        values = numpy.frombuffer(raw, dtype)
        if metadata["codecs"][0]["name"] == "transpose":
            return values.reshape(shape[::-1]).T
        return values.reshape(shape)

    def _frames_per_chunk(self, name):
        return self._metadata(name)["chunk_grid"]["configuration"]["chunk_shape"][0]

    def inputs(self):
        """Returns the inputs of the probes: float32, [probe, channel, y, x]."""
        return self._chunk("probes/input")

    def labels(self):
        """Returns the classes of the probes: int64, [probe]; -1 means none."""
        return self._chunk("probes/label")

    def curve(self, name):
        """Returns one value per frame: of "step", "epoch", "loss", "accuracy", "series/NAME"."""
        columns = self._metadata("training")["attributes"]["column"]
        array = "training" if name in columns else name
        chunks = range(-(-self.frames // self._frames_per_chunk(array)))
        values = numpy.concatenate([self._chunk(array, i) for i in chunks])[: self.frames]
        return values[:, columns.index(name)] if name in columns else values

    def weights(self, frame):
        """Returns the network's parameters at a frame, by name, of a closed recording."""
        checkpoint = int(self.curve("checkpoint")[frame])
        attributes = self._metadata("weights")["attributes"]
        group, place = divmod(checkpoint, attributes["checkpoints_per_group"])
        rows = {}
        parameters = {}
        for parameter in attributes["parameters"]:
            array = "weights/" + parameter["array"]
            if array not in rows:
                metadata = self._metadata(array)
                width = metadata["chunk_grid"]["configuration"]["chunk_shape"][1]
                count = metadata["shape"][1]
                chunks = [self._chunk(array, group, i)[place] for i in range(-(-count // width))]
                rows[array] = numpy.concatenate(chunks)[:count]
            end = parameter["offset"] + int(numpy.prod(parameter["shape"], dtype=int))
            values = rows[array][parameter["offset"] : end]
            if parameter["array"] == "level":
                if (values == -32768).any():
                    raise NotImplementedError("values without a level are in weights/outlier")
                scale = self._chunk("weights/scale", group)[0][parameter["scale_column"]]
                values = values * scale
            parameters[parameter["name"]] = values.reshape(parameter["shape"])
        return parameters

    def array(self, name, frame):
        """Returns one frame of an array such as "layers/conv1/activation", as it is stored."""
        if not 0 <= frame < self.frames:
            raise IndexError(f"frame {frame} of {self.frames}")
        length = self._frames_per_chunk(name)
        return self._chunk(name, frame // length)[frame % length]

    def activation(self, layer, frame):
        """Returns a layer's output at a frame: float32, [probe, channel, y, x]."""
        name = self.layers[layer]["path"] + "/activation"
        values = self.array(name, frame)
        if values.dtype != numpy.int8:
            return values.astype(numpy.float32)
        scale = numpy.float32(self._metadata(name)["attributes"]["scale_factor"])
        return numpy.where(values == -128, numpy.float32("nan"), values * scale)


if __name__ == "__main__":
    recording = Recording(sys.argv[1])
    last = recording.frames - 1
    step, loss = recording.curve("step"), recording.curve("loss")
    print(f"steps {step[0]:.0f} to {step[last]:.0f}, loss at the end {loss[last]:.6f}")
    for name in recording.layers:
        maps = recording.activation(name, last)
        print(f"{name} {maps.shape} from {numpy.nanmin(maps):.3f} to {numpy.nanmax(maps):.3f}")
