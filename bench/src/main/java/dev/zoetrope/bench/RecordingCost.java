package dev.zoetrope.bench;

import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.training.TrainingConfiguration;
import dev.zoetrope.training.TrainingObserver;
import dev.zoetrope.training.TrainingRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What recording costs, measured inside one run: blocks of steps are recorded and not recorded in
 * turn, so that whatever else the machine does meets both alike.
 */
public final class RecordingCost {

  private static final int BLOCK = 5;

  private RecordingCost() {}

  /**
   * Times of steps in milliseconds, recorded ones and bare ones, in blocks that alternate.
   *
   * @param recorded one list a block
   * @param bare one list a block
   */
  record Blocks(List<List<Double>> recorded, List<List<Double>> bare) {

    /** Returns recorded ÷ bare, one ratio for each pair of neighbouring blocks. */
    double[] ratios() {
      int pairs = Math.min(recorded.size(), bare.size());
      double[] ratios = new double[pairs];
      for (int i = 0; i < pairs; i++) {
        ratios[i] = mean(recorded.get(i)) / mean(bare.get(i));
      }
      Arrays.sort(ratios);
      return ratios;
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
  }

  /** Runs the article's training for {@code epochs} (first argument; 5 if absent) and prints. */
  public static void main(String[] arguments) throws Exception {
    int epochs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    Blocks blocks =
        measure(Mnist.load(), TrainingConfiguration.builder().epochs(epochs).build(), "conv*");
    print(blocks, BLOCK);
  }

  /** Prints what blocks of that many steps tell. */
  static void print(Blocks blocks, int block) {
    double[] ratios = blocks.ratios();
    double median = ratios[ratios.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%d pairs of blocks of %d steps: recorded %.1f ms, bare %.1f ms a step (medians)%n",
        ratios.length,
        block,
        median(blocks.recorded),
        median(blocks.bare));
    System.out.printf(
        Locale.ROOT,
        "cost of recording: median of pairs %+.2f %%, of all steps %+.2f %%,"
            + " middle half of pairs %+.2f to %+.2f %%%n",
        100 * (median - 1),
        100 * (median(blocks.recorded) / median(blocks.bare) - 1),
        100 * (ratios[ratios.length / 4] - 1),
        100 * (ratios[ratios.length * 3 / 4] - 1));
  }

  private static double median(List<List<Double>> blocks) {
    double[] all =
        blocks.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).sorted().toArray();
    return all[all.length / 2];
  }

  static Blocks measure(ImageDataset data, TrainingConfiguration configuration, String layers)
      throws Exception {
    Path directory = Files.createTempDirectory("zoetrope-bench");
    Blocks blocks = new Blocks(new ArrayList<>(), new ArrayList<>());
    try (ActivationRecorder recorder =
        ActivationRecorder.to(directory)
            .probes(firstOfEachClass(data.test()))
            .layers(layers)
            .steps(step -> isRecorded((int) step))
            .build()) {
      new TrainingRun(data, configuration).addListener(recorder).run(new Clock(blocks));
    } finally {
      SyntheticRun.delete(directory);
    }
    return blocks;
  }

  private static boolean isRecorded(int step) {
    return step / BLOCK % 2 == 0;
  }

  private static Probes firstOfEachClass(ImageSet test) {
    int[] images = Arrays.stream(test.firstOfEachClass()).filter(image -> image >= 0).toArray();
    float[] input = new float[images.length * test.valuesPerImage()];
    long[] labels = new long[images.length];
    for (int i = 0; i < images.length; i++) {
      test.copyTo(images[i], input, i * test.valuesPerImage());
      labels[i] = test.label(images[i]);
    }
    return new Probes(List.of(test.channels(), test.height(), test.width()), input, labels);
  }

  /** Clocks whole steps. The first two blocks warm up; a step after a test is left out. */
  private static final class Clock implements TrainingObserver {
    private final Blocks blocks;
    private long last;

    Clock(Blocks blocks) {
      this.blocks = blocks;
    }

    @Override
    public void onStep(Step step) {
      long now = System.nanoTime();
      int index = step.step() - 1; // the frame that was taken during this step
      if (last != 0 && index >= 2 * BLOCK) {
        List<List<Double>> side = isRecorded(index) ? blocks.recorded : blocks.bare;
        if (index % BLOCK == 0 || side.isEmpty()) {
          side.add(new ArrayList<>());
        }
        side.get(side.size() - 1).add((now - last) / 1e6);
      }
      last = now;
    }

    @Override
    public void onEpoch(int epoch, float testAccuracy) {
      last = System.nanoTime();
    }
  }
}
