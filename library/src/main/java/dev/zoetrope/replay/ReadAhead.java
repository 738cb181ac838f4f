package dev.zoetrope.replay;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads the weights of the next frame on a thread of its own while the network runs with those of
 * the current one. Two buffers take turns.
 */
final class ReadAhead implements Closeable {

  private final WeightSource source;
  private final int[] frames;
  private final float[][] buffers;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread reader = new Thread(task, "zoetrope-weights");
            reader.setDaemon(true);
            return reader;
          });
  private Future<float[]> pending;
  private int begun;

  /** Begins to read the first of these frames. */
  ReadAhead(WeightSource source, int[] frames) {
    this.source = source;
    this.frames = frames.clone();
    buffers = new float[2][];
    begin();
  }

  private void begin() {
    if (begun == frames.length) {
      pending = null;
      return;
    }
    int frame = frames[begun];
    int turn = begun % 2;
    begun++;
    pending =
        thread.submit(
            () -> {
              if (buffers[turn] == null) {
                buffers[turn] = new float[source.values()];
              }
              source.read(frame, buffers[turn]);
              return buffers[turn];
            });
  }

  /**
   * Returns the weights of the next frame, and begins to read those of the one after it. They are
   * valid until the next call.
   *
   * @throws IOException if they cannot be read, or this thread is interrupted
   */
  float[] next() throws IOException {
    try {
      if (Thread.interrupted()) { // also if the weights are there
        throw new InterruptedException();
      }
      float[] values = pending.get();
      begin();
      return values;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading weights");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the weights could not be read", e.getCause());
    }
  }

  /** Ends the thread, waiting for a read under way; interrupting it might close the file. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
