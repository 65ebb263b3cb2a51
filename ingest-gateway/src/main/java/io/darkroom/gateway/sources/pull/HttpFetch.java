package io.darkroom.gateway.sources.pull;

import com.linecorp.armeria.client.ClientRequestContext;
import com.linecorp.armeria.client.ClientRequestContextCaptor;
import com.linecorp.armeria.client.Clients;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SplitHttpResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import io.darkroom.gateway.media.ByteSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletionException;

/**
 * Streams one HTTP response. A server that sends nothing for {@link #PATIENCE} times out. Read by
 * one thread; any thread may abort it.
 */
final class HttpFetch implements ByteSource {

  static final Duration PATIENCE = Duration.ofSeconds(4);

  private final WebClient server;
  private final URI uri;
  private ClientRequestContext request;
  private volatile HttpResponse response;
  private ResponseHeaders headers;
  private InputStream body;
  private long position;
  private volatile boolean aborted;
  private volatile boolean closed;

  /**
   * Sends the request.
   *
   * @param server client bound to a checked address
   */
  HttpFetch(WebClient server, URI uri) throws IOException {
    this.server = server;
    this.uri = uri;
    send(0);
  }

  private void send(long from) throws IOException {
    RequestHeadersBuilder asked = RequestHeaders.builder(HttpMethod.GET, path());
    asked.add(HttpHeaderNames.USER_AGENT, "darkroom");
    if (from > 0) {
      asked.add(HttpHeaderNames.RANGE, "bytes=" + from + "-");
    }
    if (uri.getRawUserInfo() != null) {
      byte[] user = decoded(uri.getRawUserInfo()).getBytes(StandardCharsets.UTF_8);
      asked.add(HttpHeaderNames.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(user));
    }
    try (ClientRequestContextCaptor captor = Clients.newContextCaptor()) {
      response = server.execute(asked.build());
      request = captor.get();
    }
    SplitHttpResponse answer = response.split();
    try {
      headers = answer.headers().join();
    } catch (CompletionException e) {
      throw new IOException("no answer from " + uri.getHost(), e);
    }
    body = new BufferedInputStream(answer.body().toInputStream(data -> data));
    position = from;
  }

  private String path() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  private static String decoded(String userInfo) {
    return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  HttpStatus status() {
    return headers.status();
  }

  /** The target of a redirect; null if this is not one. */
  String location() {
    return status().isRedirection() ? headers.get(HttpHeaderNames.LOCATION) : null;
  }

  /** The requested URI, after redirects. */
  URI uri() {
    return uri;
  }

  boolean startsWith(String text) throws IOException {
    extendDeadline();
    body.mark(text.length());
    byte[] start = body.readNBytes(text.length());
    body.reset();
    return new String(start, StandardCharsets.ISO_8859_1).equals(text);
  }

  @Override
  public int read(byte[] buffer, int length) throws IOException {
    if (aborted) {
      throw new IOException("closed");
    }
    extendDeadline();
    int read = body.read(buffer, 0, length);
    // A player at the stream's own pace may wait long before the next read.
    request.clearResponseTimeout();
    position += Math.max(0, read);
    return read;
  }

  private void extendDeadline() {
    request.setResponseTimeout(TimeoutMode.SET_FROM_NOW, PATIENCE);
  }

  @Override
  public long size() {
    return headers.contentLength();
  }

  @Override
  public boolean seekable() {
    return size() >= 0 && "bytes".equals(headers.get(HttpHeaderNames.ACCEPT_RANGES));
  }

  @Override
  public void seek(long to) throws IOException {
    if (to == position) {
      return;
    }
    ResponseHeaders whole = headers;
    response.abort();
    send(to);
    boolean there = to == 0 ? status().isSuccess() : status().code() == 206;
    headers = whole;
    if (!there) {
      throw new IOException("no such range");
    }
  }

  /** Fails the read in progress and all later ones. Callable from any thread. */
  void abort() {
    aborted = true;
    response.abort();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    response.abort();
  }
}
