"""Reads a recording with NumPy and zstandard alone, and prints a line for each layer.

    pip install numpy zstandard
    python3 read_recording.py mnist.zarr

zarr 3 and xarray open recordings as well; docs/FORMAT.md shows how, and describes the format.
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
        self.frames = info["frames"]  # what lies beyond is not committed yet: never read it
        self.layers = {layer["name"]: layer for layer in info["layers"]}

    def array(self, name, frame):
        """Returns one frame of an array such as "loss", as it is stored."""
        if not 0 <= frame < self.frames:
            raise IndexError(f"frame {frame} of {self.frames}")
        meta = json.loads((self._root / name / "zarr.json").read_text())
        shape = meta["chunk_grid"]["configuration"]["chunk_shape"]  # cut along the frames only
        key = ".".join(["c", str(frame // shape[0])] + ["0"] * (len(shape) - 1))
        stored = (self._root / name / key).read_bytes()
        raw = zstandard.decompress(stored[:-4])  # the last four bytes are the CRC-32C
        values = numpy.frombuffer(raw, numpy.dtype(meta["data_type"]).newbyteorder("<"))
        return values.reshape(shape)[frame % shape[0]], meta["attributes"]

    def activation(self, layer, frame):
        """Returns what a layer put out at a frame: float32, [probe, channel, y, x]."""
        values, attributes = self.array(self.layers[layer]["path"] + "/activation", frame)
        if values.dtype != numpy.int8:
            return values.astype(numpy.float32)
        scaled = values.astype(numpy.float32) * numpy.float32(attributes["scale_factor"])
        return numpy.where(values == -128, numpy.float32("nan"), scaled)


if __name__ == "__main__":
    recording = Recording(sys.argv[1])
    last = recording.frames - 1
    print(f"step {recording.array('step', last)[0]}, loss {recording.array('loss', last)[0]:.6f}")
    for name in recording.layers:
        maps = recording.activation(name, last)
        print(f"{name} {maps.shape} from {numpy.nanmin(maps):.3f} to {numpy.nanmax(maps):.3f}")
