package io.darkroom.gateway.frames.watch;

import io.darkroom.gateway.frames.watch.Delivery.Place;

/**
 * Switches a resuming watcher from replayed to live frames, so that it gets each frame once: before
 * the switch live frames are skipped, because the replay will reach them; after it, live frames
 * that were replayed are skipped. Thread-safe.
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

  /** For a watcher that replays this partition first. */
  static Handover after(int partition) {
    return new Handover(partition, false);
  }

  /** For a watcher that begins with live frames. */
  static Handover none() {
    return new Handover(-1, true);
  }

  /** The replay must reach this position, from which live frames are read. */
  synchronized void liveFrom(Place live) {
    if (live.partition() == partition) {
      left = Math.max(left, live.offset() - 1);
    }
  }

  /** Whether to deliver a live frame. */
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
   * Switches to live frames, unless the replay has yet to reach one that was skipped.
   *
   * @param next all records before this offset have been replayed
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
