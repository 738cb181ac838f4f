package dev.zoetrope.capture;

import dev.zoetrope.pass.RunMode;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A recording that is being written, and its locked path. */
final class OpenRecording {

  private final Destination.Place place;
  private final RecordingWriter writer;

  private OpenRecording(Destination.Place place, RecordingWriter writer) {
    this.place = place;
    this.writer = writer;
  }

  /**
   * Begins a recording at a path and directs the frames to it. If that fails, restores what was at
   * the path and unlocks it.
   */
  static OpenRecording at(Destination.Place place, RecorderOptions options, FrameTaker taker)
      throws IOException {
    try {
      RecordingWriter writer =
          RecordingWriter.create(
              place.path(),
              run(place.start(), options, taker),
              options.probes().shown(),
              taker.layers(),
              taker.writerOptions());
      taker.leftOut().forEach(writer::leaveOut);
      taker.start(writer, place::replaced);
      return new OpenRecording(place, writer);
    } catch (IOException | RuntimeException | Error e) {
      try {
        place.restore();
      } finally {
        place.release();
      }
      throw e;
    }
  }

  private static RunInfo run(Destination.Start start, RecorderOptions options, FrameTaker taker) {
    Map<String, Object> details = new LinkedHashMap<>(options.details());
    start.continues().ifPresent(path -> details.put("continues", path.toString()));
    options.maxOverhead().ifPresent(share -> details.put("max_overhead", share));
    if (!taker.varying().isEmpty()) {
      details.put("random_in_evaluation", taker.varying());
    }
    if (taker.mode() != RunMode.EVALUATION) {
      details.put("probes_run", Announcements.text(taker.mode()));
    }
    return new RunInfo(options.name(), Instant.now(), options.plannedFrames(), details);
  }

  Path path() {
    return place.path();
  }

  /** Returns the step and the epoch with which the recording begins. */
  Destination.Start start() {
    return place.start();
  }

  /**
   * Unlocks the path. If the recording is empty, restores the one that it would have replaced.
   *
   * @return whether the recording has at least one frame
   */
  boolean leave() throws IOException {
    try {
      if (writer.committed() > 0) {
        return true;
      }
      place.restore();
      return false;
    } finally {
      place.release();
    }
  }
}
