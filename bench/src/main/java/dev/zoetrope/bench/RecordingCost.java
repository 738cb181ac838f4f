package dev.zoetrope.bench;

import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
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

  private static final int BLOCK = 20;

  /**
   * Steps at the beginning of a block that are not counted, a second or so: the last commit of a
   * recorded block comes up to a second after its last frame.
   */
  private static final int SETTLING = 8;

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
    print(blocks, BLOCK, SETTLING);
  }

  /** Prints what blocks of that many steps tell, of which the first few were not counted. */
  static void print(Blocks blocks, int block, int settling) {
    double[] ratios = blocks.ratios();
    double median = ratios[ratios.length / 2];
    System.out.printf(
        Locale.ROOT,
        "%d pairs of blocks of %d steps, the first %d of each not counted: recorded %.2f ms,"
            + " bare %.2f ms a step (means without the slowest twentieth)%n",
        ratios.length,
        block,
        settling,
        mean(blocks.recorded),
        mean(blocks.bare));
    System.out.printf(
        Locale.ROOT,
        "cost of recording: by means %+.2f %%, median of pairs %+.2f %%,"
            + " middle half of pairs %+.2f to %+.2f %%%n",
        100 * (mean(blocks.recorded) / mean(blocks.bare) - 1),
        100 * (median - 1),
        100 * (ratios[ratios.length / 4] - 1),
        100 * (ratios[ratios.length * 3 / 4] - 1));
  }

  /**
   * Returns the mean of all steps but the slowest twentieth, which are the machine's. A median
   * would not see commits, which fall into one step of four.
   */
  private static double mean(List<List<Double>> blocks) {
    double[] all =
        blocks.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).sorted().toArray();
    return Arrays.stream(all, 0, all.length - all.length / 20).average().orElse(Double.NaN);
  }

  static Blocks measure(ImageDataset data, TrainingConfiguration configuration, String layers)
      throws Exception {
    Path directory = Files.createTempDirectory("zoetrope-bench");
    Blocks blocks = new Blocks(new ArrayList<>(), new ArrayList<>());
    try (ActivationRecorder recorder =
        ActivationRecorder.to(directory)
            .probes(ArticleTraining.probes(data.test()))
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
      if (last != 0 && index >= 2 * BLOCK && index % BLOCK >= SETTLING) {
        List<List<Double>> side = isRecorded(index) ? blocks.recorded : blocks.bare;
        if (index % BLOCK == SETTLING || side.isEmpty()) {
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
