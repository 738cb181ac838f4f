package dev.zoetrope.viewer.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.Workers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThumbnailsTest {

  private static final int LAYERS = 8;

  @TempDir Path folder;

  @Test
  void allLayersShowTheFrameAtWhichPlaybackStops() throws Exception {
    PlayerModel model = new PlayerModel();
    Set<Integer> drawn = new ConcurrentSkipListSet<>();
    try (Workers workers = new Workers()) {
      Recording recording = workers.recordings.open(eightLayers());
      model.show(recording, RunData.of(recording), false);
      model.transport().play();
      new Thumbnails(model, workers, pictures -> drawn.addAll(pictures.keySet()))
          .request(0, LAYERS - 1, 60, 60);
      model.transport().pause(); // nothing makes another request
      for (int i = 0; i < 500 && drawn.size() < LAYERS; i++) {
        Thread.sleep(10);
      }
      assertThat(drawn).hasSize(LAYERS);
      workers.recordings.leave(recording);
    }
  }

  private Path eightLayers() throws Exception {
    List<Layer> layers =
        IntStream.range(0, LAYERS)
            .mapToObj(
                i ->
                    new Layer(
                        "conv" + i, "C", List.of(1, 4, 4), OptionalDouble.of(1), Precision.INT8))
            .toList();
    Path directory = folder.resolve("eight.zarr");
    RunInfo run = new RunInfo("eight", Instant.EPOCH, 2, Map.of());
    Probes probes = new Probes(List.of(1, 4, 4), new float[16], new long[1]);
    try (RecordingWriter writer = RecordingWriter.create(directory, run, probes, layers)) {
      for (int step = 0; step < 2; step++) {
        List<float[]> values = layers.stream().map(layer -> new float[16]).toList();
        writer.append(new Frame(step, 0, 1, 0, values));
      }
      writer.end("ended", true);
    }
    return directory;
  }
}
