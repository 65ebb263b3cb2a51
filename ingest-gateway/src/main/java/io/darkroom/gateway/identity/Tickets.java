package io.darkroom.gateway.identity;

import io.darkroom.gateway.limits.RecentMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tickets, each of which identifies a caller for one call. If there are too many, the oldest stop
 * working. Thread-safe.
 */
public final class Tickets {

  /** The parameter with a ticket, in any query. */
  public static final String PARAMETER = "ticket";

  public static final Duration LIFE = Duration.ofSeconds(30);

  private static final int MOST = 10_000;

  private record Issued(Caller caller, Instant expires) {}

  private final RecentMap<String, Issued> open = new RecentMap<>(MOST);

  /** Makes a ticket that is valid for {@link #LIFE}. */
  public String issue(Caller caller) {
    String ticket = RandomText.next();
    open.put(ticket, new Issued(caller, Instant.now().plus(LIFE)));
    return ticket;
  }

  /** The caller of a ticket, which does not work again. */
  Optional<Caller> redeem(String ticket) {
    return open.take(ticket)
        .filter(issued -> issued.expires().isAfter(Instant.now()))
        .map(Issued::caller);
  }
}
