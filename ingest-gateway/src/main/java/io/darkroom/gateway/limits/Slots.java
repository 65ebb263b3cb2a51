package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import java.util.concurrent.atomic.AtomicLong;

/** Places for calls of one kind, of which so many may be open at a time. Thread-safe. */
public final class Slots {

  private final Limit limit;
  private final AtomicLong used = new AtomicLong();

  Slots(Limit limit) {
    this.limit = limit;
    limit.metrics().used(limit.what(), used::get);
  }

  /**
   * Takes a place, which is given back when the call has ended, in whichever way.
   *
   * @throws DarkroomException {@code QUOTA_EXCEEDED}
   */
  public void holdFor(ServiceRequestContext call) {
    if (used.incrementAndGet() > limit.most()) {
      used.decrementAndGet();
      throw limit.exceeded();
    }
    call.log().whenComplete().thenRun(used::decrementAndGet);
  }
}
