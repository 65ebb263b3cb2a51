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
 * Opens HTTP URLs whose addresses the rules allow. Every URL, including redirects and playlist
 * entries, is resolved once, checked, and fetched from exactly that address. Used by one thread;
 * any thread may cancel it.
 */
final class HttpOpener implements ByteSource.Opener {

  private static final int MAX_REDIRECTS = 5;

  private final AddressRules rules;
  private final Set<HttpFetch> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  HttpOpener(AddressRules rules) {
    this.rules = rules;
  }

  /**
   * Throws {@link DarkroomException} if the address is forbidden, {@link PullException} if the
   * server refuses, {@link IOException} if it does not answer.
   */
  @Override
  public HttpFetch open(String url) throws IOException {
    URI target = uri(url);
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpFetch answer = redirects == 0 ? fetch(target) : follow(target);
      if (answer.location() == null) {
        return successful(answer);
      }
      answer.close();
      target = target.resolve(uri(answer.location()));
    }
    throw refused("more than %d redirects".formatted(MAX_REDIRECTS));
  }

  /** Retryable, because the server may stop redirecting there. */
  private HttpFetch follow(URI target) throws IOException {
    try {
      return fetch(target);
    } catch (DarkroomException e) {
      throw new PullException(Retry.LATER, "redirected: " + e.getMessage());
    }
  }

  private HttpFetch fetch(URI target) throws IOException {
    String scheme = target.getScheme() == null ? "" : target.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https") || target.getHost() == null) {
      throw new DarkroomException(
          ErrorCode.FORBIDDEN,
          "address: %s: (expected: http: or https:, with a host). Choose another."
              .formatted(scheme));
    }
    boolean secure = scheme.equals("https");
    String host = target.getHost().replaceAll("^\\[|]$", "");
    InetAddress address = rules.resolve(host);
    int port = target.getPort() < 0 ? secure ? 443 : 80 : target.getPort();
    Endpoint endpoint = Endpoint.of(host, port).withIpAddr(address.getHostAddress());
    WebClient server =
        WebClient.builder(secure ? SessionProtocol.HTTPS : SessionProtocol.H1C, endpoint)
            .maxResponseLength(0)
            .responseTimeout(HttpFetch.PATIENCE)
            .build();
    HttpFetch answer = new HttpFetch(server, target);
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
      // The exception's message quotes the URL, and with it passwords.
      throw DarkroomException.invalid(
          "uri", "uri: not well-formed (expected: http://host/path). Correct it.");
    }
  }

  /** Aborts all fetches in progress and all later ones. Callable from any thread. */
  void cancel() {
    cancelled = true;
    open.forEach(HttpFetch::abort);
  }
}
