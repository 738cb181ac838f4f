// Prints what zarrita reads from a recording, as one JSON object: for each array its type, shape,
// dimension names and attributes, and the values of some frames.
//   node read.mjs RECORDING FRAME,FRAME,… ARRAY…
import { open as openFile } from "node:fs/promises";
import { Float16Array } from "@petamoriken/float16";
import * as zarr from "zarrita";
import { FileSystemStore, ZipFileStore } from "@zarrita/storage";

// Node before 24 has no Float16Array; zarrita looks for it when it opens an array.
globalThis.Float16Array ??= Float16Array;

const [path, frameList, ...arrays] = process.argv.slice(2);
const frames = frameList.split(",").map(Number);

// Reads a zip where it lies, without loading it.
class FileReader {
  constructor(file, size) {
    this.file = file;
    this.size = size;
  }
  async getLength() {
    return this.size;
  }
  async read(offset, length) {
    const { buffer } = await this.file.read(Buffer.alloc(length), 0, length, offset);
    return new Uint8Array(buffer);
  }
}

async function openStore() {
  if (!path.endsWith(".zip")) {
    return new FileSystemStore(path);
  }
  const file = await openFile(path);
  const { size } = await file.stat();
  return new ZipFileStore(new FileReader(file, size));
}

const store = zarr.root(await openStore());
const root = await zarr.open.v3(store, { kind: "group" });
const result = { attributes: root.attrs, arrays: {} };
for (const name of arrays) {
  const array = await zarr.open.v3(root.resolve(name), { kind: "array" });
  const values = [];
  for (const frame of frames) {
    const selection = array.shape.map((_, axis) => (axis === 0 ? zarr.slice(frame, frame + 1) : null));
    const { data } = await zarr.get(array, selection);
    values.push(Array.from(data, (value) => (Number.isFinite(Number(value)) ? Number(value) : String(value))));
  }
  result.arrays[name] = {
    type: array.dtype,
    shape: array.shape,
    attributes: array.attrs,
    values,
  };
}
console.log(JSON.stringify(result));
