package io.darkroom.gateway.sources.pull;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The logins of a source by server. A user and password in a URL apply to all later requests to the
 * same server, and to no other. Used by one thread.
 */
final class HttpLogins {

  /** A playlist may name any number of servers. */
  private static final int MAX_SERVERS = 64;

  private final Map<String, HttpLogin> byOrigin = new LinkedHashMap<>();

  HttpLogin of(HttpAddress target) {
    String origin = target.origin();
    if (!byOrigin.containsKey(origin) && target.userInfo().isPresent()) {
      byOrigin.put(origin, HttpLogin.of(target.userInfo().get()));
    }
    if (byOrigin.size() > MAX_SERVERS) {
      byOrigin.remove(byOrigin.keySet().stream().skip(1).findFirst().orElseThrow());
    }
    return byOrigin.getOrDefault(origin, HttpLogin.none());
  }
}
