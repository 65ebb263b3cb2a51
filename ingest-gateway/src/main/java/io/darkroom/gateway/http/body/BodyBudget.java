package io.darkroom.gateway.http.body;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.limits.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Limits the bytes of bodies and messages that are being received, over all connections. If there
 * are too many, the ones that began last are refused until the rest fit; earlier ones continue.
 * Bytes that a call has not yet read from its connection do not count: HTTP/2 flow control keeps
 * them below 256 KiB per call and 64 MiB per connection. Thread-safe.
 */
public final class BodyBudget {

  private final Limit limit;

  /** The shares that hold bytes, in the order in which they began. */
  private final NavigableMap<Long, Share> holders = new TreeMap<>();

  private long begun;
  private long used;

  public BodyBudget(Limit limit) {
    this.limit = limit;
    limit.metrics().used(limit.what(), this::used);
  }

  /** The bytes that one body holds. Guarded by the budget. */
  final class Share {
    private final Consumer<DarkroomException> refusal;
    private long number;
    private long bytes;
    private boolean over;

    private Share(Consumer<DarkroomException> refusal) {
      this.refusal = refusal;
    }

    /** Sets the bytes held now; 0 while nothing is being received. */
    void hold(long now) {
      change(this, now).forEach(refused -> refused.refusal.accept(limit.busy()));
    }

    /** Gives all bytes back, for good. */
    void end() {
      release(this);
    }
  }

  /**
   * A new share, without bytes.
   *
   * @param refusal called once if the share must give way; must not block
   */
  Share begin(Consumer<DarkroomException> refusal) {
    return new Share(refusal);
  }

  /** Counts a message that was not complete in time. */
  void tooSlow() {
    limit.metrics().refused("body_time");
  }

  synchronized long used() {
    return used;
  }

  private synchronized List<Share> change(Share share, long now) {
    if (share.over) {
      return List.of();
    }
    if (share.bytes == 0 && now > 0) {
      share.number = ++begun;
      holders.put(share.number, share);
    }
    used += now - share.bytes;
    share.bytes = now;
    if (now == 0) {
      holders.remove(share.number);
    }
    return used > limit.most() ? makeRoom() : List.of();
  }

  private List<Share> makeRoom() {
    List<Share> refused = new ArrayList<>();
    while (used > limit.most()) {
      Share newest = holders.lastEntry().getValue();
      release(newest);
      refused.add(newest);
    }
    return refused;
  }

  private synchronized void release(Share share) {
    share.over = true;
    used -= share.bytes;
    if (share.bytes > 0) {
      holders.remove(share.number);
    }
    share.bytes = 0;
  }
}
