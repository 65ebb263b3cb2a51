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
 * One answer of a server, read as it comes. A server that says nothing for {@link #PATIENCE} is
 * given up. Read by one thread; aborted by any.
 */
final class HttpFetch implements ByteSource {

  static final Duration PATIENCE = Duration.ofSeconds(4);

  private final WebClient server;
  private final URI place;
  private ClientRequestContext request;
  private volatile HttpResponse response;
  private ResponseHeaders headers;
  private InputStream body;
  private long position;
  private volatile boolean aborted;
  private volatile boolean closed;

  /**
   * Asks for the place.
   *
   * @param server bound to an address that has been checked
   */
  HttpFetch(WebClient server, URI place) throws IOException {
    this.server = server;
    this.place = place;
    send(0);
  }

  private void send(long from) throws IOException {
    RequestHeadersBuilder asked = RequestHeaders.builder(HttpMethod.GET, path());
    asked.add(HttpHeaderNames.USER_AGENT, "darkroom");
    if (from > 0) {
      asked.add(HttpHeaderNames.RANGE, "bytes=" + from + "-");
    }
    if (place.getRawUserInfo() != null) {
      byte[] user = decoded(place.getRawUserInfo()).getBytes(StandardCharsets.UTF_8);
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
      throw new IOException("no answer from " + place.getHost(), e);
    }
    body = new BufferedInputStream(answer.body().toInputStream(data -> data));
    position = from;
  }

  private String path() {
    String path =
        place.getRawPath() == null || place.getRawPath().isEmpty() ? "/" : place.getRawPath();
    return place.getRawQuery() == null ? path : path + "?" + place.getRawQuery();
  }

  private static String decoded(String userInfo) {
    return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  HttpStatus status() {
    return headers.status();
  }

  /** Where it sends us on; null where it does not. */
  String location() {
    return status().isRedirection() ? headers.get(HttpHeaderNames.LOCATION) : null;
  }

  /** What was asked for in the end, after redirects. */
  URI place() {
    return place;
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
    // Whoever plays at the stream's own pace may be long about the next read.
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

  /** Ends what reads. Any thread. */
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
