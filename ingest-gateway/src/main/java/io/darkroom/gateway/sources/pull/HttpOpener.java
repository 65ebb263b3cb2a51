package io.darkroom.gateway.sources.pull;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.SessionProtocol;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.media.ByteSource;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fetches over HTTP from addresses that the rules allow: each is resolved once, checked and
 * connected to, for every redirect and for everything that a playlist names. Opens for one thread;
 * cancelled by any.
 */
final class HttpOpener implements ByteSource.Opener {

  private static final int MOST_REDIRECTS = 5;

  private final AddressRules rules;
  private final Set<HttpFetch> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  HttpOpener(AddressRules rules) {
    this.rules = rules;
  }

  /**
   * Throws {@link DarkroomException} where the address is forbidden, {@link PullException} where
   * the server refuses, {@link IOException} where it does not answer.
   */
  @Override
  public HttpFetch open(String url) throws IOException {
    URI place = uri(url);
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpFetch answer = redirects == 0 ? fetch(place) : follow(place);
      if (answer.location() == null) {
        return successful(answer);
      }
      answer.close();
      place = place.resolve(uri(answer.location()));
    }
    throw refused("more than %d redirects".formatted(MOST_REDIRECTS));
  }

  /** The server may stop sending us there, so this does not fail for good. */
  private HttpFetch follow(URI place) throws IOException {
    try {
      return fetch(place);
    } catch (DarkroomException e) {
      throw new PullException(Retry.LATER, "redirected: " + e.getMessage());
    }
  }

  private HttpFetch fetch(URI place) throws IOException {
    String scheme = place.getScheme() == null ? "" : place.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https") || place.getHost() == null) {
      throw new DarkroomException(
          ErrorCode.FORBIDDEN,
          "address: %s: (expected: http: or https:, and a host). Choose another."
              .formatted(scheme));
    }
    boolean secure = scheme.equals("https");
    String host = place.getHost().replaceAll("^\\[|]$", "");
    InetAddress address = rules.resolve(host);
    int port = place.getPort() < 0 ? secure ? 443 : 80 : place.getPort();
    Endpoint endpoint = Endpoint.of(host, port).withIpAddr(address.getHostAddress());
    WebClient server =
        WebClient.builder(secure ? SessionProtocol.HTTPS : SessionProtocol.H1C, endpoint)
            .maxResponseLength(0)
            .responseTimeout(HttpFetch.PATIENCE)
            .build();
    HttpFetch answer = new HttpFetch(server, place);
    open.removeIf(HttpFetch::isClosed);
    open.add(answer);
    if (cancelled) {
      answer.abort();
    }
    return answer;
  }

  private static HttpFetch successful(HttpFetch answer) {
    if (!answer.status().isSuccess()) {
      answer.close();
      throw refused(
          "status " + answer.status().codeAsText() + " " + answer.status().reasonPhrase());
    }
    return answer;
  }

  private static PullException refused(String what) {
    return new PullException(
        Retry.LATER, "http: %s (expected: a video). Check the address.".formatted(what));
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.trim().replace(" ", "%20"));
    } catch (IllegalArgumentException e) {
      // Its message holds the address, and with it passwords.
      throw DarkroomException.invalid(
          "uri", "uri: not well-formed (expected: http://host/path). Correct it.");
    }
  }

  /** Ends everything that is being read, and what would be. Any thread. */
  void cancel() {
    cancelled = true;
    open.forEach(HttpFetch::abort);
  }
}
