package dev.zoetrope.bench;

import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.capture.RecorderBuilder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.files.FileTree;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.training.TrainingConfiguration;
import dev.zoetrope.training.TrainingObserver;
import dev.zoetrope.training.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * What recording costs, measured inside one run: blocks of steps are recorded in one way or another
 * and not recorded in turn, so that whatever else the machine does meets all alike.
 */
public final class RecordingCost {

  private static final int BLOCK = 20;

  /**
   * Steps at the beginning of a block that are not counted, a second or so: the last commit of a
   * recorded block comes up to a second after its last frame.
   */
  private static final int SETTLING = 8;

  /** The ways to record, by the names by which they are chosen. */
  private static final Map<String, UnaryOperator<RecorderBuilder>> WAYS = new LinkedHashMap<>();

  static {
    WAYS.put("activations", recorder -> recorder.weights(WeightPrecision.NONE));
    WAYS.put("compact", recorder -> recorder.weights(WeightPrecision.COMPACT));
    WAYS.put("exact", recorder -> recorder.weights(WeightPrecision.EXACT));
    WAYS.put("deferred", RecorderBuilder::deferred);
  }

  private RecordingCost() {}

  /**
   * What a step took, in milliseconds.
   *
   * @param wall by the clock
   * @param processor of all threads of the process together, in ticks of 10 ms
   */
  record Time(double wall, double processor) {}

  /** Reads both clocks. */
  private record Reading(long nanos, ProcessCounters process) {

    static Reading now() throws IOException {
      return new Reading(System.nanoTime(), ProcessCounters.now());
    }

    Time since(Reading earlier) {
      ProcessCounters spent = process.since(earlier.process);
      return new Time(
          (nanos - earlier.nanos) / 1e6, (double) spent.userMillis() + spent.systemMillis());
    }
  }

  /** A stop watch for steps. */
  static final class Watch {
    private Reading begin;

    /** Returns what went by since the last call, or null at the first. */
    Time lap() throws IOException {
      Reading now = Reading.now();
      Time time = begin == null ? null : now.since(begin);
      begin = now;
      return time;
    }
  }

  /**
   * Times of steps, recorded ones and bare ones, in blocks that alternate.
   *
   * @param recorded one list a block
   * @param bare one list a block
   */
  record Blocks(List<List<Time>> recorded, List<List<Time>> bare) {

    /** Returns recorded ÷ bare, one ratio for each pair of neighbouring blocks, rising. */
    double[] ratios(ToDoubleFunction<Time> clock) {
      int pairs = Math.min(recorded.size(), bare.size());
      double[] ratios = new double[pairs];
      for (int i = 0; i < pairs; i++) {
        ratios[i] = mean(recorded.get(i), clock) / mean(bare.get(i), clock);
      }
      Arrays.sort(ratios);
      return ratios;
    }

    private static double mean(List<Time> times, ToDoubleFunction<Time> clock) {
      return times.stream().mapToDouble(clock).average().orElse(Double.NaN);
    }
  }

  /**
   * Runs the article's training and prints. Arguments: epochs (5 if absent), and the ways to record
   * (all if absent): activations alone, with compact or exact weights, or deferred.
   */
  public static void main(String[] arguments) throws Exception {
    int epochs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    List<String> ways =
        arguments.length > 1
            ? Arrays.asList(arguments).subList(1, arguments.length)
            : List.copyOf(WAYS.keySet());
    if (!WAYS.keySet().containsAll(ways)) {
      throw new IllegalArgumentException("the ways to record are " + WAYS.keySet());
    }
    TrainingConfiguration configuration = TrainingConfiguration.builder().epochs(epochs).build();
    List<Blocks> measured = measure(Mnist.load(), configuration, "conv*", ways);
    for (int i = 0; i < ways.size(); i++) {
      System.out.println(ways.get(i) + ":");
      print(measured.get(i), BLOCK, SETTLING);
    }
  }

  /** Prints what blocks of that many steps tell, of which the first few were not counted. */
  static void print(Blocks blocks, int block, int settling) {
    System.out.printf(
        Locale.ROOT,
        "%d pairs of blocks of %d steps, the first %d of each not counted; means without the"
            + " slowest twentieth%n",
        Math.min(blocks.recorded.size(), blocks.bare.size()),
        block,
        settling);
    print("by the clock", blocks, Time::wall);
    print("processor time", blocks, Time::processor);
  }

  private static void print(String clock, Blocks blocks, ToDoubleFunction<Time> read) {
    double recorded = mean(blocks.recorded, read);
    double bare = mean(blocks.bare, read);
    double[] ratios = blocks.ratios(read);
    System.out.printf(
        Locale.ROOT,
        "%s: recorded %.2f ms, bare %.2f ms a step, %+.2f %%; pairs: median %+.2f %%, middle half"
            + " %+.2f to %+.2f %%%n",
        clock,
        recorded,
        bare,
        percent(recorded / bare),
        percent(ratios[ratios.length / 2]),
        percent(ratios[ratios.length / 4]),
        percent(ratios[ratios.length * 3 / 4]));
  }

  private static double percent(double ratio) {
    return 100 * (ratio - 1);
  }

  /**
   * Returns the mean of all steps but the slowest twentieth, which are the machine's. A median
   * would not see commits, which fall into one step of four.
   */
  private static double mean(List<List<Time>> blocks, ToDoubleFunction<Time> clock) {
    double[] all = blocks.stream().flatMap(List::stream).mapToDouble(clock).sorted().toArray();
    return Arrays.stream(all, 0, all.length - all.length / 20).average().orElse(Double.NaN);
  }

  /** Measures several ways to record, each against bare blocks beside its own. */
  static List<Blocks> measure(
      ImageDataset data, TrainingConfiguration configuration, String layers, List<String> ways)
      throws Exception {
    Path directory = Files.createTempDirectory("zoetrope-bench");
    List<Blocks> blocks = new ArrayList<>();
    List<ActivationRecorder> recorders = new ArrayList<>();
    TrainingRun run = new TrainingRun(data, configuration);
    try {
      for (int i = 0; i < ways.size(); i++) {
        int way = i;
        blocks.add(new Blocks(new ArrayList<>(), new ArrayList<>()));
        ActivationRecorder recorder =
            WAYS.get(ways.get(i))
                .apply(
                    ActivationRecorder.to(directory.resolve(ways.get(i)))
                        .probes(ArticleTraining.probes(data.test()))
                        .layers(layers)
                        .steps(step -> isRecorded((int) step, way, ways.size())))
                .build();
        recorders.add(recorder);
        run.addListener(recorder);
      }
      run.run(new Clock(blocks));
      for (ActivationRecorder recorder : recorders) {
        recorder.close();
      }
    } finally {
      recorders.forEach(ActivationRecorder::cancel);
      FileTree.delete(directory);
    }
    return blocks;
  }

  /** Each way records one block, which a bare one follows. */
  private static boolean isRecorded(int step, int way, int ways) {
    return step / BLOCK % (2 * ways) == 2 * way;
  }

  /** Clocks whole steps. The first two blocks warm up; a step after a test is left out. */
  private static final class Clock implements TrainingObserver {
    private final List<Blocks> blocks;
    private final Watch watch = new Watch();

    Clock(List<Blocks> blocks) {
      this.blocks = blocks;
    }

    @Override
    public void onStep(Step step) {
      int index = step.step() - 1; // the frame that was taken during this step
      Time time = lap();
      if (time != null && index >= 2 * BLOCK && index % BLOCK >= SETTLING) {
        int turn = index / BLOCK % (2 * blocks.size());
        Blocks ofWay = blocks.get(turn / 2);
        List<List<Time>> side = turn % 2 == 0 ? ofWay.recorded : ofWay.bare;
        if (index % BLOCK == SETTLING || side.isEmpty()) {
          side.add(new ArrayList<>());
        }
        side.get(side.size() - 1).add(time);
      }
    }

    @Override
    public void onEpoch(int epoch, float testAccuracy) {
      lap();
    }

    private Time lap() {
      try {
        return watch.lap();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
