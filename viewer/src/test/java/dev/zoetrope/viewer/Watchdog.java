package dev.zoetrope.viewer;

import java.awt.AWTEvent;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Optional;
import javax.swing.SwingUtilities;

/**
 * Watches the event dispatch thread: how long single events keep it busy or waiting for locks or
 * other threads, and whether it ever reads a recording. Time in which the machine ran something
 * else does not count, so that only the program itself is measured. The wall time is reported too.
 */
final class Watchdog implements AutoCloseable {

  private static final String READING = "dev.zoetrope.zarr.";

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Queue queue = new Queue();
  private final Thread sampler = new Thread(this::sample, "watchdog");
  private volatile Thread eventThread;
  private volatile String reading;
  private volatile boolean closed;

  /** The time of the longest event since the last call, in milliseconds. */
  record Longest(double own, double wall, String event) {}

  Watchdog() throws Exception {
    threads.setThreadContentionMonitoringEnabled(true);
    SwingUtilities.invokeAndWait(
        () -> {
          eventThread = Thread.currentThread();
          Toolkit.getDefaultToolkit().getSystemEventQueue().push(queue);
        });
    sampler.setDaemon(true);
    sampler.start();
  }

  private final class Queue extends EventQueue {
    private double own;
    private double wall;
    private String event = "none";

    @Override
    protected void dispatchEvent(AWTEvent dispatched) {
      long begin = System.nanoTime();
      double before = ownMillis();
      super.dispatchEvent(dispatched);
      double took = ownMillis() - before;
      synchronized (this) {
        wall = Math.max(wall, (System.nanoTime() - begin) / 1e6);
        if (took > own) {
          own = took;
          event = dispatched.toString();
        }
      }
    }

    /** Processor time, and time spent waiting for another thread. */
    private double ownMillis() {
      ThreadInfo info = threads.getThreadInfo(Thread.currentThread().getId());
      return threads.getCurrentThreadCpuTime() / 1e6 + info.getBlockedTime() + info.getWaitedTime();
    }

    synchronized Longest take() {
      Longest longest = new Longest(own, wall, event);
      own = 0;
      wall = 0;
      event = "none";
      return longest;
    }

    void end() {
      pop();
    }
  }

  private void sample() {
    try {
      while (!closed) {
        Optional<StackTraceElement> met =
            Arrays.stream(eventThread.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(READING))
                .findFirst();
        met.ifPresent(frame -> reading = frame.toString());
        Thread.sleep(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the longest event since the last call. */
  Longest longest() {
    return queue.take();
  }

  /** Returns where the event dispatch thread was found reading a recording, if ever. */
  Optional<String> reading() {
    return Optional.ofNullable(reading);
  }

  @Override
  public void close() {
    closed = true;
    SwingUtilities.invokeLater(queue::end);
  }
}
