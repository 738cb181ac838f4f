package dev.zoetrope.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlaybackTest {

  private static final long START = 123;

  private static Playback playback(LoopMode loop, int first, int last, int start) {
    return new Playback(first, last, start, false, loop, 10, START);
  }

  private static long[] frames(Playback playback, int count) {
    return LongStream.range(0, count).map(n -> playback.frame(n)).toArray();
  }

  @Test
  void framesAreATenthOfASecondApartAtTenPerSecond() {
    Playback playback = playback(LoopMode.LOOP, 0, 9, 0);
    assertThat(playback.due(START + 99_999_000)).isZero();
    assertThat(playback.due(START + 100_000_000)).isOne();
    assertThat(playback.due(START + 1_000_000_000)).isEqualTo(10);
    assertThat(playback.timeOf(3)).isEqualTo(START + 300_000_000);
  }

  @Test
  void loopRestartsAtTheInPoint() {
    assertThat(frames(playback(LoopMode.LOOP, 2, 4, 3), 6)).containsExactly(3, 4, 2, 3, 4, 2);
  }

  @Test
  void onceStopsAtTheOutPoint() {
    Playback playback = playback(LoopMode.ONCE, 2, 4, 3);
    assertThat(frames(playback, 4)).containsExactly(3, 4, 4, 4);
    assertThat(playback.ended(0)).isFalse();
    assertThat(playback.ended(1)).isTrue();
  }

  @Test
  void backAndForthTurnsWithoutShowingTheEndsTwice() {
    Playback playback = playback(LoopMode.BACK_AND_FORTH, 0, 3, 1);
    assertThat(frames(playback, 8)).containsExactly(1, 2, 3, 2, 1, 0, 1, 2);
    assertThat(playback.backward(3)).isTrue();
    assertThat(playback.backward(6)).isFalse();
  }

  @Test
  void backAndForthContinuesBackwards() {
    Playback playback = new Playback(0, 3, 2, true, LoopMode.BACK_AND_FORTH, 10, START);
    assertThat(frames(playback, 4)).containsExactly(2, 1, 0, 1);
  }
}
