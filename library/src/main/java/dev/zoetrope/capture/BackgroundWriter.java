package dev.zoetrope.capture;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Encodes and writes frames on a background thread. The number of buffers is fixed: if the disk is
 * slower than training, training waits and the heap does not grow.
 */
final class BackgroundWriter {

  private static final Logger LOGGER = System.getLogger(BackgroundWriter.class.getName());

  /**
   * How long the thread waits for a frame before it finishes a pending commit and writes a frame
   * that was not released.
   */
  private static final long IDLE_MILLIS = 200;

  /** How many copies of the network's weights may be in flight at a time. */
  static final int WEIGHT_BUFFERS = 2;

  /** How long an interrupted thread keeps waiting for the disk. */
  private static final long PATIENCE_SECONDS = 10;

  private RecordingWriter writer;
  private Runnable onFirstCommit;
  private final BlockingQueue<List<float[]>> free;
  private final BlockingQueue<float[]> freeWeights = new ArrayBlockingQueue<>(WEIGHT_BUFFERS);
  private final BlockingQueue<Frame> waiting;
  private final Thread thread;
  private final Set<String> altered = new HashSet<>();
  private final Queue<Consumer<RecordingWriter>> told = new ConcurrentLinkedQueue<>();
  private Frame held;
  private volatile boolean closing;
  private volatile Exception failure;

  /**
   * Allocates the buffers and creates the thread, which {@link #start} starts.
   *
   * @param lengths the lengths of a frame's activations
   * @param weights the number of weights; 0 if none are kept
   * @param count how many frames may be in flight at a time
   */
  BackgroundWriter(List<Integer> lengths, int weights, int count) {
    free = new ArrayBlockingQueue<>(count);
    waiting = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      List<float[]> buffers = new ArrayList<>();
      lengths.forEach(length -> buffers.add(new float[length]));
      free.add(buffers);
    }
    for (int i = 0; weights > 0 && i < WEIGHT_BUFFERS; i++) {
      freeWeights.add(new float[weights]);
    }
    thread = new Thread(this::run, "zoetrope-recorder");
    thread.setDaemon(true);
  }

  /**
   * Starts writing.
   *
   * @param afterFirstCommit run on the writing thread once the first frame can be read
   */
  void start(RecordingWriter into, Runnable afterFirstCommit) {
    writer = into;
    onFirstCommit = afterFirstCommit;
    thread.start();
  }

  /**
   * Returns the processor time of the writing thread in nanoseconds; 0 if the JVM does not measure
   * it.
   */
  long cpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isThreadCpuTimeSupported() && thread.isAlive()
        ? Math.max(0, threads.getThreadCpuTime(thread.getId()))
        : 0;
  }

  /** Returns arrays for a frame, waiting until a set is free. */
  List<float[]> buffers() throws InterruptedException {
    return take(free);
  }

  /** Returns an array for the weights, waiting until one is free. */
  float[] weightsBuffer() throws InterruptedException {
    return take(freeWeights);
  }

  private <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll();
    try {
      return taken != null ? taken : takeNext(queue);
    } catch (InterruptedException e) {
      // The interrupt is meant for training, so still take the frame unless the disk hangs.
      taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (taken == null) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return taken;
    }
  }

  /** Waits; a frame that was not released yet may hold what is waited for. */
  private <T> T takeNext(BlockingQueue<T> queue) throws InterruptedException {
    release();
    return queue.take();
  }

  /**
   * Hands over a frame. It is written once {@link #release} is called or the next frame is
   * submitted. Its arrays must come from {@link #buffers}.
   */
  synchronized void submit(Frame frame) {
    release();
    held = frame;
  }

  /**
   * Allows the latest frame to be written, now that cores are free. Calling it again does nothing.
   */
  synchronized void release() {
    if (held != null) {
      waiting.add(held);
      held = null;
    }
  }

  /** Runs an action on the writer, on the writing thread, before the next frame is written. */
  void tell(Consumer<RecordingWriter> news) {
    told.add(news);
  }

  private void passOn() {
    for (Consumer<RecordingWriter> news = told.poll(); news != null; news = told.poll()) {
      news.accept(writer);
    }
  }

  /** Returns the exception that ended writing, if any. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  private void run() {
    while (!closing || !waiting.isEmpty()) {
      Frame frame = next();
      if (failure == null) {
        try {
          write(frame);
        } catch (IOException | RuntimeException | Error e) {
          fail(e);
        }
      }
      recycle(frame); // in any case, or training would wait forever
    }
  }

  private Frame next() {
    try {
      Frame frame = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
      if (frame != null) {
        return frame;
      }
      release();
      return waiting.poll();
    } catch (InterruptedException e) {
      return null; // only close() interrupts this thread
    }
  }

  private void fail(Throwable e) {
    failure = e instanceof Exception exception ? exception : new IllegalStateException(e);
    LOGGER.log(Logger.Level.WARNING, "recording has stopped, training goes on: " + e);
  }

  private void look() {
    if (onFirstCommit != null && writer.committed() > 0) {
      onFirstCommit.run();
      onFirstCommit = null;
    }
    for (String layer : writer.altered()) {
      if (altered.add(layer)) {
        LOGGER.log(
            Logger.Level.WARNING,
            "layer %s has values that its precision cannot hold; they are counted in the recording. precision(FLOAT32) keeps them"
                .formatted(layer));
      }
    }
  }

  private void write(Frame frame) throws IOException {
    passOn();
    if (frame == null) {
      writer.commitIfDue();
    } else {
      writer.append(frame);
      writer.advanceCommit();
    }
    look();
  }

  private void recycle(Frame frame) {
    if (frame != null) {
      free.add(frame.activations());
      frame.weights().ifPresent(freeWeights::add);
    }
  }

  /**
   * Writes the queued frames, ends the thread and closes the recording. The calling thread may be
   * interrupted meanwhile.
   *
   * @param ending tells the writer how the run ended; called on the calling thread, unless the
   *     writer is already closed
   */
  void close(Consumer<RecordingWriter> ending) {
    release();
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      passOn();
      ending.accept(writer);
      writer.close();
      look();
    } catch (IOException | RuntimeException | Error e) {
      if (failure == null) {
        fail(e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
