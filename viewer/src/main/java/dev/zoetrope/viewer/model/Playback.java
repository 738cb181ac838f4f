package dev.zoetrope.viewer.model;

/**
 * Computes the position of playback at a time, from a start, a rate and a loop mode. It has no
 * clock: callers pass the time, in nanoseconds from any origin.
 */
final class Playback {

  private final int first;
  private final int last;
  private final LoopMode loop;
  private final double framesPerNano;
  private final long startNanos;

  /** Where on the unrolled track playback began: 0 is the first frame. */
  private final int startOffset;

  /**
   * Starts playback.
   *
   * @param backward whether back-and-forth playback is on its way back
   */
  Playback(
      int first,
      int last,
      int start,
      boolean backward,
      LoopMode loop,
      double framesPerSecond,
      long now) {
    this.first = first;
    this.last = last;
    this.loop = loop;
    this.framesPerNano = framesPerSecond / 1e9;
    this.startNanos = now;
    int offset = Math.max(0, Math.min(last - first, start - first));
    this.startOffset = backward && loop == LoopMode.BACK_AND_FORTH ? period() - offset : offset;
  }

  /** How many frames have been due since the start. */
  long due(long now) {
    return (long) Math.floor((now - startNanos) * framesPerNano + 1e-6);
  }

  /** When the n-th frame after the start is due. */
  long timeOf(long n) {
    return startNanos + (long) Math.ceil(n / framesPerNano);
  }

  /** The frame that is the n-th after the start. */
  int frame(long n) {
    long at = startOffset + n;
    int length = last - first + 1;
    return switch (loop) {
      case ONCE -> (int) Math.min(last, first + at);
      case LOOP -> first + (int) (at % length);
      case BACK_AND_FORTH -> {
        int inPeriod = period() == 0 ? 0 : (int) (at % period());
        yield first + (inPeriod < length ? inPeriod : period() - inPeriod);
      }
    };
  }

  /** Whether the n-th frame after the start is on the way back. */
  boolean backward(long n) {
    return loop == LoopMode.BACK_AND_FORTH
        && period() > 0
        && (startOffset + n) % period() >= last - first;
  }

  /** Whether playback ends with the n-th frame after the start. */
  boolean ended(long n) {
    return loop == LoopMode.ONCE && first + startOffset + n >= last;
  }

  private int period() {
    return 2 * (last - first);
  }
}
