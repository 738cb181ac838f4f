package dev.zoetrope.viewer.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.insight.LayerHistory;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingFormatException;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.SampleRecording;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.OpenRecordings;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunLoader;
import dev.zoetrope.viewer.model.ShadingCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The player either shows a damaged recording or says where it is damaged. */
class DamagedRecordingsTest {

  private static final int DAMAGES = Integer.getInteger("zoetrope.mutations", 1500) / 5;
  private static final Pattern TOKEN = Pattern.compile("-?[0-9]+|\"[^\"\n]*\"");
  private static final String[] OTHERS = {
    "0",
    "-1",
    "1",
    "65",
    "65536",
    "2147483647",
    "1e400",
    "null",
    "[]",
    "{}",
    "\"\"",
    "\"..\"",
    "7.5"
  };

  @TempDir private Path folder;
  private final PlayerModel model = new PlayerModel();
  private final BlockingQueue<Object> outcomes = new ArrayBlockingQueue<>(100);
  private final SplittableRandom random = new SplittableRandom(1);
  private final SheetPainter painter = new SheetPainter(new ShadingCache());

  @Test
  void showsOrReportsEveryDamage() throws Exception {
    Path path = SampleRecording.write(folder.resolve("a.zarr"), 4);
    List<Path> files;
    try (Stream<Path> all = Files.walk(path)) {
      files = new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
    model.addListener(
        change -> {
          if (change == Change.RECORDING) {
            outcomes.add(change);
          }
        });
    int shown = 0;
    try (RunLoader loader =
        new RunLoader(
            model, Runnable::run, new OpenRecordings(), (p, e) -> outcomes.add(e), text -> {})) {
      for (int i = 0; i < DAMAGES; i++) {
        Path file = files.get(random.nextInt(files.size()));
        byte[] sound = Files.readAllBytes(file);
        Files.write(file, damage(file, sound));
        loader.open(path);
        Object outcome = outcomes.poll(20, TimeUnit.SECONDS);
        if (outcome == Change.RECORDING) {
          look(i + ", " + file.getFileName());
          shown++;
        } else {
          assertThat(outcome).as(i + ", " + file).isInstanceOf(RecordingFormatException.class);
        }
        Files.write(file, sound);
      }
    }
    assertThat(shown).isBetween(1, DAMAGES - 1);
  }

  private byte[] damage(Path file, byte[] sound) {
    byte[] damaged = sound.clone();
    if (file.endsWith("zarr.json") && random.nextInt(4) > 0) {
      String text = new String(sound, StandardCharsets.UTF_8);
      List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
      MatchResult token = tokens.get(random.nextInt(tokens.size()));
      String other = OTHERS[random.nextInt(OTHERS.length)];
      return (text.substring(0, token.start()) + other + text.substring(token.end()))
          .getBytes(StandardCharsets.UTF_8);
    }
    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
    return damaged;
  }

  /** Does the work of the window's threads: draws all layers and reads their histories. */
  private void look(String what) {
    if (!model.hasFrames()) {
      return;
    }
    Recording recording = model.recording().orElseThrow();
    for (int layer = 0; layer < model.run().layers().size(); layer++) {
      model.selectLayer(layer);
      model.transport().end();
      try {
        SheetRequest request =
            new SheetRequest(
                recording,
                model.run(),
                layer,
                SheetOptions.DEFAULT,
                model.view().colours,
                0,
                600,
                400);
        painter.paint(request, model.frame());
        LayerHistory.of(recording, model.layer().name(), (done, total) -> true);
      } catch (RecordingFormatException e) {
        assertThat(e.reason()).isNotBlank();
      } catch (IOException | RuntimeException e) {
        throw new AssertionError(what, e);
      }
    }
  }
}
