package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import java.util.concurrent.atomic.AtomicLong;

/** Limits how many calls of one kind are open at a time. Thread-safe. */
public final class Slots {

  private final Limit limit;
  private final AtomicLong used = new AtomicLong();

  Slots(Limit limit) {
    this.limit = limit;
    limit.metrics().used(limit.what(), used::get);
  }

  /**
   * Takes a slot and frees it when the call has ended for any reason.
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
