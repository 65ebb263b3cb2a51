package io.darkroom.gateway.frames.watch;

import io.darkroom.gateway.frames.watch.Delivery.Place;

/**
 * Where a watcher that reads the log from an earlier place on passes over to live frames, so that
 * each frame comes from one of them: what is live before that is left to the reader of the log, and
 * what the reader had is left out of what is live. Thread-safe.
 */
public final class Handover {

  private final int partition;
  private long left = -1;
  private long read;
  private boolean joined;

  private Handover(int partition, boolean joined) {
    this.partition = partition;
    this.joined = joined;
  }

  /** Of a watcher that reads this partition first. */
  static Handover after(int partition) {
    return new Handover(partition, false);
  }

  /** Of a watcher that begins with live frames. */
  static Handover none() {
    return new Handover(-1, true);
  }

  /** Whether the watcher gets a live frame as such. */
  synchronized boolean takes(Place live) {
    if (live.partition() != partition) {
      return true;
    }
    if (!joined) {
      left = Math.max(left, live.offset());
      return false;
    }
    return live.offset() >= read;
  }

  /**
   * Passes over to live frames, unless one of them is still left to the reader.
   *
   * @param next the reader has handed on all before this offset
   */
  public synchronized boolean join(long next) {
    if (left >= next) {
      return false;
    }
    read = next;
    joined = true;
    return true;
  }
}
