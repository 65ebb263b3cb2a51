package io.darkroom.gateway.frames.watch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** The frames that a watcher has not acknowledged, by sequence. Guarded by its owner. */
final class Unacknowledged {

  private final int most;
  private final Deque<Long> sent = new ArrayDeque<>();

  /**
   * @param most 0 if the watcher acknowledges nothing
   */
  Unacknowledged(int most) {
    this.most = most;
  }

  /** Whether the watcher must acknowledge a frame before it gets another. */
  boolean isFull() {
    return most > 0 && sent.size() >= most;
  }

  void sent(long sequence) {
    if (most > 0) {
      sent.addLast(sequence);
    }
  }

  /**
   * Removes the frame with this sequence and all sent before it.
   *
   * @return whether there was such a frame
   */
  boolean acknowledge(long sequence) {
    if (!sent.contains(sequence)) {
      return false;
    }
    for (Iterator<Long> each = sent.iterator(); each.hasNext(); ) {
      long oldest = each.next();
      each.remove();
      if (oldest == sequence) {
        break;
      }
    }
    return true;
  }
}
