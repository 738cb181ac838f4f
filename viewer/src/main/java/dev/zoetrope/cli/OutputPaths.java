package dev.zoetrope.cli;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingFormatException;
import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.recording.ReplacedRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Names the files that commands write, and protects existing ones. */
final class OutputPaths {

  private OutputPaths() {}

  /** Returns the folder for a recording's pictures: {@code mnist-pictures} for mnist.zarr. */
  static Path pictures(Path recording) {
    return beside(recording, "-pictures");
  }

  /** Returns the recording of an answer: {@code mnist-asked.zarr} for mnist.zarr. */
  static Path asked(Path recording) {
    return beside(recording, "-asked.zarr");
  }

  /** Returns the picture of a recording's inputs: {@code mnist-asked-inputs.png}. */
  static Path inputs(Path recording) {
    return beside(recording, "-inputs.png");
  }

  /** Returns the zip that a recording is packed into: {@code mnist.zarr.zip} for mnist.zarr. */
  static Path zip(Path recording) {
    return beside(recording, RecordingPacker.SUFFIX);
  }

  private static Path beside(Path recording, String suffix) {
    Path name = recording.toAbsolutePath().normalize().getFileName();
    String stem = name == null ? "" : name.toString(); // the root of a disk has no name
    return recording.resolveSibling(stem.replaceFirst("\\.zarr(\\.zip)?$", "") + suffix);
  }

  /** Checks that a recording may be written here. */
  static void requireFree(Path recording, boolean force)
      throws IOException, CommandFailedException {
    if (recording.toString().endsWith(".zip")) {
      throw new CommandFailedException(
          recording
              + " is the name of a zip; record writes a folder, NAME.zarr, which pack can zip");
    }
    ReplacedRecording.bringBack(recording);
    if (!Files.exists(recording, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!force) {
      throw new CommandFailedException(
          recording + " exists; --force replaces it, --out NAME writes elsewhere");
    }
    try (Recording existing = Recording.open(recording)) {
      List<String> others = existing.otherFiles();
      if (!others.isEmpty()) {
        throw new CommandFailedException(
            "%s holds files that are not part of a recording (%s), so --force does not delete it; move"
                    .formatted(recording, String.join(", ", others))
                + " them away, or choose another --out");
      }
    } catch (RecordingFormatException e) {
      throw new CommandFailedException(
          recording + " is not a recording, so --force does not delete it; choose another --out");
    }
  }
}
