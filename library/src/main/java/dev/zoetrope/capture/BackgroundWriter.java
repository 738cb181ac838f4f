package dev.zoetrope.capture;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Encodes and writes frames on a thread of its own. The number of buffers is fixed: where the disk
 * is slower than training, training waits, and the heap does not grow.
 */
final class BackgroundWriter {

  private static final Logger LOGGER = System.getLogger(BackgroundWriter.class.getName());
  private static final int BUFFERS = 4;

  /**
   * How long to wait for a frame before a commit that has begun is done at once, and a frame that
   * nobody releases is written.
   */
  private static final long IDLE_MILLIS = 200;

  /** How long an interrupted thread goes on to wait for the disk. */
  private static final long PATIENCE_SECONDS = 10;

  private final RecordingWriter writer;
  private final BlockingQueue<List<float[]>> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Frame> waiting = new ArrayBlockingQueue<>(BUFFERS);
  private final Thread thread;
  private Frame held;
  private volatile boolean closing;
  private volatile Exception failure;

  /** Starts the thread. {@code lengths} are the lengths of a frame's arrays. */
  BackgroundWriter(RecordingWriter writer, List<Integer> lengths) {
    this.writer = writer;
    for (int i = 0; i < BUFFERS; i++) {
      List<float[]> buffers = new ArrayList<>();
      lengths.forEach(length -> buffers.add(new float[length]));
      free.add(buffers);
    }
    thread = new Thread(this::run, "zoetrope-recorder");
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns arrays for a frame, waiting until some are free. */
  List<float[]> buffers() throws InterruptedException {
    List<float[]> buffers = free.poll();
    try {
      return buffers != null ? buffers : free.take();
    } catch (InterruptedException e) {
      // An interrupt is meant for training; the frame is still taken, unless the disk hangs.
      buffers = free.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (buffers == null) {
        throw e;
      }
      Thread.currentThread().interrupt();
      return buffers;
    }
  }

  /**
   * Hands a frame over, to be written once it is released, by {@link #release} or by the next one.
   * Its arrays must come from {@link #buffers}.
   */
  synchronized void submit(Frame frame) {
    release();
    held = frame;
  }

  /** Says that the cores have time for the latest frame. Does nothing when repeated. */
  synchronized void release() {
    if (held != null) {
      waiting.add(held);
      held = null;
    }
  }

  /** Returns what ended the writing, if anything did. */
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
      recycle(frame); // whatever happens, or training would wait for ever
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
      return null; // nobody else knows this thread; close() ends it
    }
  }

  private void fail(Throwable e) {
    failure = e instanceof Exception exception ? exception : new IllegalStateException(e);
    LOGGER.log(Logger.Level.WARNING, "recording has stopped, training goes on: " + e);
  }

  private void write(Frame frame) throws IOException {
    if (frame == null) {
      writer.commitIfDue();
      return;
    }
    writer.append(frame);
    writer.advanceCommit();
  }

  private void recycle(Frame frame) {
    if (frame != null) {
      List<float[]> buffers = new ArrayList<>(frame.activations());
      buffers.addAll(frame.weights());
      free.add(buffers);
    }
  }

  /** Writes what waits, ends the thread and closes the recording; may be interrupted meanwhile. */
  void close(boolean complete) {
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
    if (complete && failure == null) {
      writer.complete();
    }
    try {
      writer.close();
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
