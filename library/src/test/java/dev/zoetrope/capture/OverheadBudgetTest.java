package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Simulates time: a step takes 100 units; a frame takes 30 on the training thread and 20 on the
 * writing thread.
 */
class OverheadBudgetTest {

  private static final long STEP = 100;
  private static final long ON_TRAINING_THREAD = 30;
  private static final long WRITING = 20;

  private long now;
  private long written;
  private long beginning;
  private String report;

  private List<Integer> frames(double share, int steps, LongToDoubleFunction loss) {
    OverheadBudget budget = new OverheadBudget(share);
    List<Integer> frames = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      budget.enter(now);
      if (step == 0) {
        now += beginning;
        budget.begun(now);
      }
      budget.step((float) loss.applyAsDouble(step));
      if (budget.allows()) {
        now += ON_TRAINING_THREAD;
        written += WRITING;
        budget.frameTaken();
        frames.add(step);
      }
      budget.leave(now, written);
      now += STEP;
    }
    report = budget.report();
    return frames;
  }

  @Test
  void spendsWhatIsAllowedAndNoMore() {
    List<Integer> frames = frames(0.02, 10_000, step -> step / 10_000.0);
    // 10,000 steps of 100 allow 20,000, and each frame costs 50.
    assertThat(frames).startsWith(0);
    assertThat(frames.size()).isBetween(360, 401);
  }

  @Test
  void theCostOfBeginningIsPaidOnceAndNotCountedPerFrame() {
    beginning = 1_000;
    List<Integer> frames = frames(0.02, 801, step -> Math.pow(1.1, (double) step));
    // 525 steps earn the 1,000 for beginning and the 50 for frame 0; each further frame takes 25.
    // The cost of the frame at step 525 is not known yet, so it is earned afterwards; that of later
    // frames is earned in advance.
    assertThat(frames.subList(0, 4)).containsExactly(0, 525, 575, 600);
    assertThat(report)
        .isEqualTo(
            frames.size()
                + " frames of 801 steps; recording took 2.00 % of training time, of which 1.25 %"
                + " to begin; 2.00 % was allowed");
  }

  @Test
  void takesEveryFrameIfThereIsTime() {
    assertThat(frames(1, 50, step -> 1)).hasSize(50);
  }

  @Test
  void takesMoreFramesWhileTheLossChanges() {
    List<Integer> frames =
        frames(0.02, 20_000, step -> step < 10_000 ? 1 : 1 + 0.01 * (step - 10_000));
    long calm = frames.stream().filter(step -> step >= 5_000 && step < 10_000).count();
    long moving = frames.stream().filter(step -> step >= 10_000 && step < 10_500).count();
    assertThat(moving / 500.0).isGreaterThan(1.2 * calm / 5_000.0);
  }

  @Test
  void pausesDoNotCountAsTrainingTime() {
    List<Integer> before = frames(0.02, 1000, step -> 1);
    now += 1_000_000_000;
    OverheadBudget budget = new OverheadBudget(0.02);
    int taken = 0;
    for (int step = 0; step < 1000; step++) {
      budget.enter(now);
      budget.step(1);
      if (budget.allows()) {
        now += ON_TRAINING_THREAD + WRITING;
        budget.frameTaken();
        taken++;
      }
      budget.leave(now, 0);
      now += step % 100 == 50 ? 1_000_000 : STEP; // an occasional validation
    }
    assertThat(taken).isLessThanOrEqualTo(before.size() + 5);
  }

  @Test
  void invalidSharesAreRefused() {
    for (double share : new double[] {0, -1, 1.5, Double.NaN}) {
      assertThatThrownBy(() -> ActivationRecorder.to(Path.of("x")).maxOverhead(share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a share of training time");
    }
  }
}
