package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.torture.WatchedDisk;
import dev.zoetrope.torture.WatchedDisk.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Replays the journal of a writer's disk operations up to any moment, as a file system may leave
 * them after a power failure: flushed data is there; of the rest, each new name may exist or not,
 * with all or part of its content.
 */
class PowerLossTest {

  private static final int FRAMES = 70;

  @TempDir private Path folder;

  private final List<Event> journal = new ArrayList<>();

  /** The length of the journal, by the number of committed frames. */
  private final TreeMap<Integer, Integer> committed = new TreeMap<>();

  private static final class Event {
    final Change change;
    final Path path;
    final byte[] content;

    Event(Change change, Path path, byte[] content) {
      this.change = change;
      this.path = path;
      this.content = content;
    }
  }

  private void journal(Change change, Path path) throws IOException {
    byte[] content = new byte[0];
    if (change == Change.MOVE) {
      content = Files.readAllBytes(path.resolveSibling(path.getFileName() + ".tmp"));
    }
    journal.add(new Event(change, path, content));
  }

  private void write(Path path, boolean durable) throws IOException {
    Path watched = WatchedDisk.watch(path, this::journal);
    try (RecordingWriter writer =
        RecordingWriter.create(
            watched,
            Samples.run(0),
            Samples.probes(),
            Samples.LAYERS,
            WriterOptions.DEFAULT.weights(Samples.WEIGHTS).durable(durable))) {
      for (int frame = 0; frame < FRAMES; frame++) {
        writer.append(Samples.frame(frame));
        if (frame % 9 == 0) {
          writer.commit();
          committed.put(journal.size(), writer.frames());
        }
      }
    }
    committed.put(journal.size(), FRAMES);
  }

  private boolean flushed(Change change, Path path, int after, int before) {
    return journal.subList(after, before).stream()
        .anyMatch(e -> e.change == change && e.path.equals(path));
  }

  /** Restores a possible state of the disk if power fails after {@code cut} changes. */
  private void restore(Path real, Path after, int cut, SplittableRandom random) throws IOException {
    for (int i = 0; i < cut; i++) {
      Event event = journal.get(i);
      if (event.change != Change.MOVE && event.change != Change.CREATE_DIRECTORY) {
        continue;
      }
      boolean certain = flushed(Change.FLUSH_DIRECTORY, event.path.getParent(), i, cut);
      Path target = after.resolve(real.getParent().relativize(event.path).toString());
      if (!(certain || random.nextBoolean()) || !Files.isDirectory(target.getParent())) {
        continue;
      }
      if (event.change == Change.CREATE_DIRECTORY) {
        Files.createDirectory(target);
        continue;
      }
      Path temporary = event.path.resolveSibling(event.path.getFileName() + ".tmp");
      boolean whole =
          journal.get(i - 1).change == Change.FLUSH_FILE
              && journal.get(i - 1).path.equals(temporary);
      int length = whole ? event.content.length : random.nextInt(event.content.length + 1);
      Files.write(target, Arrays.copyOf(event.content, length));
    }
  }

  /** Returns how many power failures lost committed frames. */
  private int losses(boolean durable) throws IOException {
    Path real = folder.resolve("real").resolve("a.zarr");
    Files.createDirectory(real.getParent());
    write(real, durable);
    int losses = 0;
    SplittableRandom random = new SplittableRandom(1);
    for (int cut = 0; cut <= journal.size(); cut += 3) {
      Path after = Files.createDirectory(folder.resolve("after" + cut));
      restore(real, after, cut, random);
      var last = committed.floorEntry(cut);
      if (!holds(after.resolve("a.zarr"), last == null ? 0 : last.getValue())) {
        losses++;
      }
    }
    return losses;
  }

  private static boolean holds(Path path, int committed) throws IOException {
    if (!Files.exists(path.resolve("zarr.json"))) {
      return committed == 0;
    }
    try (Recording recording = Recording.open(path)) {
      int frames = recording.info().frames();
      for (int frame = 0; frame < frames; frame++) {
        KilledWriterTest.assertRecorded(recording, frame);
      }
      return frames >= committed;
    } catch (RecordingFormatException | AssertionError e) {
      return false;
    }
  }

  @Test
  void aDurableCommitSurvives() throws IOException {
    assertThat(losses(true)).isZero();
  }

  @Test
  void aCommitThatIsNotDurableMayBeLost() throws IOException {
    assertThat(losses(false)).as("the model loses what is not flushed").isPositive();
  }
}
