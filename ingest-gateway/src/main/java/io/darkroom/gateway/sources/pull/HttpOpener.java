package io.darkroom.gateway.sources.pull;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.SessionProtocol;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.media.ByteRequest;
import io.darkroom.gateway.media.ByteSource;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens HTTP URLs whose addresses the rules allow. Every URL, including redirects, playlist entries
 * and keys, is resolved once, checked, and fetched from exactly that address. Used by one thread;
 * any thread may cancel it. The one thread closes it, and with it idle connections.
 */
final class HttpOpener implements ByteSource.Opener, AutoCloseable {

  private static final int MAX_REDIRECTS = 5;
  private static final int UNAUTHORIZED = 401;

  private final AddressRules rules;
  private final CertificateCheck certificates;
  private final HttpLogins logins = new HttpLogins();
  private final Set<HttpFetch> open = ConcurrentHashMap.newKeySet();
  private ClientFactory connections;
  private RuntimeException failure;
  private volatile boolean cancelled;

  HttpOpener(AddressRules rules, CertificateCheck certificates) {
    this.rules = rules;
    this.certificates = certificates;
  }

  /**
   * Throws {@link DarkroomException} if the address is forbidden, {@link PullException} if the
   * server does not answer or refuses.
   */
  HttpFetch open(String url) {
    return open(url, ByteRequest.whole(url));
  }

  @Override
  public ByteSource open(ByteRequest request) throws IOException {
    HttpFetch fetch = open(request.url(), request);
    ByteSource bytes = request.isPart() ? part(fetch, request) : fetch;
    return request.key().isPresent() ? new DecryptedBytes(bytes, request.key().get()) : bytes;
  }

  /** A server may ignore that only a part was asked for. */
  private static ByteSource part(HttpFetch fetch, ByteRequest request) throws IOException {
    fetch.skipTo(request.from());
    return request.to() == ByteRequest.END
        ? fetch
        : new PartOfBytes(fetch, request.to() - request.from());
  }

  private HttpFetch open(String url, ByteRequest wanted) {
    try {
      HttpFetch opened = follow(HttpAddress.parse(url), wanted);
      failure = null;
      return opened;
    } catch (IOException e) {
      failure = new PullException(Retry.SOON, "http: " + e.getMessage());
    } catch (RuntimeException e) {
      failure = e;
    }
    throw failure;
  }

  /** Opens what other content refers to. Retryable, because that content may change. */
  HttpFetch openEntry(String url) {
    try {
      return open(url);
    } catch (DarkroomException e) {
      throw retryable("refers to ", e);
    }
  }

  private static PullException retryable(String what, DarkroomException cause) {
    return new PullException(Retry.LATER, what + cause.getMessage());
  }

  /** Why FFmpeg could not read on, if the reason is known here. */
  Optional<RuntimeException> failure() {
    if (failure instanceof DarkroomException forbidden) {
      return Optional.of(retryable("refers to ", forbidden));
    }
    if (failure != null) {
      return Optional.of(failure);
    }
    return open.stream()
        .filter(fetch -> fetch.failure() != null)
        .findAny()
        .map(fetch -> new PullException(Retry.SOON, "http: " + fetch.failure().getMessage()));
  }

  private HttpFetch follow(HttpAddress first, ByteRequest wanted) throws IOException {
    HttpAddress target = first;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpFetch answer = redirects == 0 ? ask(target, wanted) : redirected(target, wanted);
      if (answer.location() == null) {
        return successful(answer);
      }
      answer.close();
      target = target(answer);
    }
    throw refused("more than %d redirects".formatted(MAX_REDIRECTS));
  }

  private static HttpAddress target(HttpFetch redirect) {
    try {
      return redirect.address().resolve(redirect.location());
    } catch (DarkroomException e) {
      throw retryable("redirected: ", e);
    }
  }

  /** Retryable, because the server may stop redirecting there. */
  private HttpFetch redirected(HttpAddress target, ByteRequest wanted) throws IOException {
    try {
      return ask(target, wanted);
    } catch (DarkroomException e) {
      throw retryable("redirected: ", e);
    }
  }

  private HttpFetch ask(HttpAddress target, ByteRequest wanted) throws IOException {
    HttpLogin login = logins.of(target);
    HttpFetch answer = fetch(target, login, wanted);
    if (answer.status().code() == UNAUTHORIZED && login.accepts(challenges(answer))) {
      answer.close();
      return fetch(target, login, wanted);
    }
    return answer;
  }

  private static List<String> challenges(HttpFetch answer) {
    return answer.headers().getAll(HttpHeaderNames.WWW_AUTHENTICATE);
  }

  private HttpFetch fetch(HttpAddress target, HttpLogin login, ByteRequest wanted)
      throws IOException {
    InetAddress address = rules.resolve(target.host());
    Endpoint endpoint =
        Endpoint.of(target.host(), target.port()).withIpAddr(address.getHostAddress());
    WebClient server =
        WebClient.builder(target.secure() ? SessionProtocol.HTTPS : SessionProtocol.H1C, endpoint)
            .factory(connections())
            .maxResponseLength(0)
            .responseTimeout(HttpFetch.ANSWER)
            .build();
    HttpFetch answer = new HttpFetch(server, target, login);
    open.removeIf(HttpFetch::isClosed);
    open.add(answer);
    if (cancelled) {
      answer.abort();
    }
    answer.start(wanted);
    return answer;
  }

  /** Most sources need none. */
  private ClientFactory connections() {
    if (connections == null) {
      connections =
          ClientFactory.builder().tlsCustomizer(tls -> tls.trustManager(certificates)).build();
    }
    return connections;
  }

  private HttpFetch successful(HttpFetch answer) {
    if (answer.status().isSuccess()) {
      return answer;
    }
    answer.close();
    if (answer.status().code() == UNAUTHORIZED) {
      HttpAddress target = answer.address();
      String reason = logins.of(target).refusal(target.server(), challenges(answer));
      throw new PullException(Retry.LATER, "http: " + reason);
    }
    throw refused("status " + answer.status().codeAsText() + " " + answer.status().reasonPhrase());
  }

  private static PullException refused(String what) {
    return new PullException(
        Retry.LATER, "http: %s (expected: a video). Check the address.".formatted(what));
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Aborts all fetches in progress and all later ones. Callable from any thread. */
  void cancel() {
    cancelled = true;
    open.forEach(HttpFetch::abort);
  }

  @Override
  public void close() {
    cancel();
    if (connections != null) {
      connections.closeAsync();
    }
  }
}
