package dev.zoetrope.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Lets variants of a training take turns and measures their steps. In each round every variant
 * trains for a block of steps, in an order drawn anew, so that whatever else the machine does meets
 * all alike.
 *
 * <p>The first step of a block is not counted, since it meets cold caches. After a block that
 * recorded, the run sleeps until the background thread has committed, so that this does not fall
 * upon the next variant; the next block of that variant begins with a commit that is due at once,
 * so commits come as often as in a real run. Losses and weights depend on every step, so no step
 * can be left out.
 */
final class CaptureRounds implements AutoCloseable {

  private static final class Variant {
    final String name;
    final int every;
    final ArticleTraining training;
    final StepAction action;
    final List<Double> stepMillis = new ArrayList<>();
    final List<Double> callMillis = new ArrayList<>();
    final List<Double> processorMillis = new ArrayList<>();
    final List<Double> allocatedBytes = new ArrayList<>();

    Variant(String name, int every, ArticleTraining training, StepAction action) {
      this.name = name;
      this.every = every;
      this.training = training;
      this.action = action;
    }
  }

  private final int blockSteps;
  private final long settleMillis;
  private final List<Variant> variants = new ArrayList<>();
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /**
   * Begins without variants.
   *
   * @param blockSteps steps that a block counts
   * @param settleMillis how long the background thread gets after a block
   */
  CaptureRounds(int blockSteps, long settleMillis) {
    this.blockSteps = blockSteps;
    this.settleMillis = settleMillis;
  }

  /**
   * Adds a variant and takes over what it is made of, which is closed at the end.
   *
   * @param every in which rounds it takes part: 1 for all, 3 for every third
   */
  void add(String name, int every, ArticleTraining training, StepAction action) {
    variants.add(new Variant(name, every, training, action));
  }

  void run(int rounds) {
    for (int round = 0; round < rounds; round++) {
      round(round);
      System.out.printf("round %d of %d%n", round + 1, rounds);
    }
  }

  private void round(int round) {
    List<Variant> order = new ArrayList<>(variants);
    Collections.shuffle(order, new Random(round));
    for (Variant variant : order) {
      if (round % variant.every == 0) {
        block(variant);
      } else {
        variant.stepMillis.add(null);
        variant.callMillis.add(null);
        variant.processorMillis.add(null);
        variant.allocatedBytes.add(null);
      }
    }
  }

  private void block(Variant variant) {
    int warmUp = variant.stepMillis.isEmpty() ? 4 : 1;
    double steps = 0;
    long[] calls = new long[1];
    long allocated = 0;
    ProcessCounters before = null;
    for (int i = -warmUp; i < blockSteps; i++) {
      boolean counts = i >= 0;
      if (i == 0) {
        before = processor();
        allocated = allocated();
      }
      variant.training.step(
          (trainer, batch) -> {
            long begin = System.nanoTime();
            variant.action.onBatch(trainer, batch);
            calls[0] += counts ? System.nanoTime() - begin : 0;
          });
      steps += counts ? variant.training.stepMillis() : 0;
    }
    variant.stepMillis.add(steps / blockSteps);
    variant.callMillis.add(calls[0] / 1e6 / blockSteps);
    variant.allocatedBytes.add((double) (allocated() - allocated) / blockSteps);
    if (variant.action.worksInBackground()) {
      sleep();
    }
    ProcessCounters spent = processor().since(before);
    variant.processorMillis.add(((double) spent.userMillis() + spent.systemMillis()) / blockSteps);
  }

  private static ProcessCounters processor() {
    try {
      return ProcessCounters.now();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sleep() {
    try {
      Thread.sleep(settleMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long allocated() {
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  /** Ends all recordings and returns what each variant came to, in the order they were added. */
  List<CaptureCost.Result> results() throws IOException {
    List<CaptureCost.Result> results = new ArrayList<>();
    for (Variant variant : variants) {
      results.add(
          new CaptureCost.Result(
              variant.name,
              variant.stepMillis,
              variant.callMillis,
              variant.processorMillis,
              variant.allocatedBytes,
              variant.action.frames(),
              variant.action.storedBytes()));
    }
    return results;
  }

  @Override
  public void close() throws IOException {
    for (Variant variant : variants) {
      variant.action.close();
      variant.training.close();
    }
  }
}
