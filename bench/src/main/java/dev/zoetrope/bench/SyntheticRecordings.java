package dev.zoetrope.bench;

import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Recordings to read from. They are large, so the benchmarks of a run share them, in the directory
 * that the property {@value #DIRECTORY} names; reading changes nothing in them.
 */
final class SyntheticRecordings {

  static final String DIRECTORY = "zoetrope.bench.recordings";

  private SyntheticRecordings() {}

  /** Returns where a recording lies, which is made if need be. */
  static Path of(int frames, boolean packed) throws IOException {
    Path directory = Path.of(System.getProperty(DIRECTORY));
    Path recording = directory.resolve(frames + ".zarr");
    if (!Files.exists(recording)) {
      write(recording, frames);
    }
    if (!packed) {
      return recording;
    }
    Path zip = directory.resolve(frames + RecordingPacker.SUFFIX);
    if (!Files.exists(zip)) {
      RecordingPacker.pack(recording, zip, false, Progress.NONE);
    }
    return zip;
  }

  private static void write(Path recording, int frames) throws IOException {
    Path unfinished = recording.resolveSibling(frames + ".unfinished");
    SyntheticRun run = new SyntheticRun();
    try (RecordingWriter writer = SyntheticRun.writer(unfinished, frames, Precision.INT8, false)) {
      for (int i = 0; i < frames; i++) {
        writer.append(run.next());
        writer.advanceCommit();
      }
      writer.end("ended", true);
    }
    Files.move(unfinished, recording);
  }
}
