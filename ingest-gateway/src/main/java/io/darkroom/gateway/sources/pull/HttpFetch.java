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
import io.darkroom.gateway.media.ByteRequest;
import io.darkroom.gateway.media.ByteSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPInputStream;

/**
 * Streams one HTTP response. A server that sends nothing for a while times out. Read by one thread;
 * any thread may abort it.
 */
final class HttpFetch implements ByteSource {

  /** Timeout for the first bytes of an answer: some cameras start on demand. */
  static final Duration ANSWER = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MAX_HEAD = 1024;
  private static final int MIN_HEAD = 64;
  private static final int PARTIAL = 206;
  private static final int MAX_RESUMES = 8;

  private final WebClient server;
  private final HttpAddress address;
  private final HttpLogin login;
  private ClientRequestContext request;
  private volatile HttpResponse response;
  private ResponseHeaders headers;
  private InputStream body;
  private long position;
  private boolean rangesSeen;
  private int resumes;
  private Duration patience = PATIENCE;
  private IOException failure;
  private volatile boolean aborted;
  private volatile boolean closed;

  /**
   * @param server client bound to a checked address
   */
  HttpFetch(WebClient server, HttpAddress address, HttpLogin login) {
    this.server = server;
    this.address = address;
    this.login = login;
  }

  /** Sends the request, and waits for the start of the answer. */
  void start(ByteRequest wanted) throws IOException {
    try {
      send(wanted.from(), wanted.to());
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void send(long from, long to) throws IOException {
    try (ClientRequestContextCaptor captor = Clients.newContextCaptor()) {
      response = server.execute(request(from, to));
      request = captor.get();
    }
    if (aborted) {
      response.abort();
    }
    SplitHttpResponse answer = response.split();
    try {
      headers = answer.headers().join();
    } catch (CompletionException e) {
      throw new IOException(HttpFailure.text(e, address.server(), ANSWER), e);
    }
    extendDeadline(ANSWER);
    InputStream received = new BufferedInputStream(answer.body().toInputStream(data -> data));
    body = isZipped() ? new BufferedInputStream(new GZIPInputStream(received)) : received;
    position = headers.status().code() == PARTIAL ? from : 0;
    rangesSeen |= headers.status().code() == PARTIAL;
  }

  private RequestHeaders request(long from, long to) {
    RequestHeadersBuilder asked = RequestHeaders.builder(HttpMethod.GET, address.target());
    asked.add(HttpHeaderNames.USER_AGENT, "darkroom");
    asked.add(HttpHeaderNames.ACCEPT, "*/*");
    if (from > 0 || to != ByteRequest.END) {
      asked.add(
          HttpHeaderNames.RANGE,
          "bytes=%d-%s".formatted(from, to < 0 ? "" : Long.toString(to - 1)));
    }
    login
        .header("GET", address.target())
        .ifPresent(value -> asked.add(HttpHeaderNames.AUTHORIZATION, value));
    return asked.build();
  }

  private boolean isZipped() {
    return headers.get(HttpHeaderNames.CONTENT_ENCODING, "").equals("gzip");
  }

  HttpStatus status() {
    return headers.status();
  }

  ResponseHeaders headers() {
    return headers;
  }

  /** The media type, in lower case; empty if unknown. */
  String type() {
    return headers.get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
  }

  /** The target of a redirect; null if this is not one. */
  String location() {
    return status().isRedirection() ? headers.get(HttpHeaderNames.LOCATION) : null;
  }

  /** The requested address, after redirects. */
  HttpAddress address() {
    return address;
  }

  /** How long to wait for the next bytes. */
  HttpFetch patience(Duration time) {
    patience = time;
    return this;
  }

  /** Returns the first bytes, without consuming them; fewer if the response is shorter. */
  byte[] head() throws IOException {
    extendDeadline(ANSWER);
    body.mark(MAX_HEAD);
    byte[] start = new byte[MAX_HEAD];
    int length = body.readNBytes(start, 0, MIN_HEAD);
    if (length == MIN_HEAD) {
      length += body.readNBytes(start, length, Math.min(body.available(), MAX_HEAD - length));
    }
    body.reset();
    return Arrays.copyOf(start, length);
  }

  /** Skips what a server sends although only later bytes were asked for. */
  void skipTo(long wanted) throws IOException {
    extendDeadline(ANSWER);
    body.skipNBytes(wanted - position);
    position = wanted;
  }

  /** Reads the rest, at most {@code limit} bytes. */
  byte[] rest(int limit) throws IOException {
    extendDeadline(ANSWER);
    return body.readNBytes(limit);
  }

  @Override
  public int read(byte[] buffer, int length) throws IOException {
    if (aborted) {
      throw new IOException("closed");
    }
    try {
      return readOnce(buffer, length);
    } catch (IOException | RuntimeException e) {
      if (resumes++ < MAX_RESUMES && !aborted && seekable()) {
        return resume(buffer, length);
      }
      failure = new IOException(HttpFailure.text(e, address.server(), patience), e);
      throw failure;
    }
  }

  /** Continues a recording whose connection broke. */
  private int resume(byte[] buffer, int length) throws IOException {
    long from = position;
    position = -1;
    seek(from);
    return read(buffer, length);
  }

  private int readOnce(byte[] buffer, int length) throws IOException {
    extendDeadline(patience);
    int read = body.read(buffer, 0, length);
    // A player at the stream's own pace may wait long before the next read.
    request.clearResponseTimeout();
    position += Math.max(0, read);
    return read;
  }

  private void extendDeadline(Duration time) {
    request.setResponseTimeout(TimeoutMode.SET_FROM_NOW, time);
  }

  @Override
  public long size() {
    return isZipped() ? -1 : headers.contentLength();
  }

  /** Whether the server says that the content has an end. */
  boolean hasEnd() {
    return size() >= 0 || acceptsRanges();
  }

  private boolean acceptsRanges() {
    return rangesSeen || "bytes".equals(headers.get(HttpHeaderNames.ACCEPT_RANGES));
  }

  @Override
  public boolean seekable() {
    return size() >= 0 && acceptsRanges();
  }

  @Override
  public void seek(long to) throws IOException {
    if (to == position) {
      return;
    }
    ResponseHeaders whole = headers;
    response.abort();
    send(to, ByteRequest.END);
    boolean there = status().isSuccess() && position == to;
    headers = whole;
    if (!there) {
      throw new IOException("%s does not send parts of a file".formatted(address.server()));
    }
  }

  /** Why the last read failed; null if none did. */
  IOException failure() {
    return failure;
  }

  /** Fails the read in progress and all later ones. Callable from any thread. */
  void abort() {
    aborted = true;
    HttpResponse started = response;
    if (started != null) {
      started.abort();
    }
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    if (response != null) {
      response.abort();
    }
  }
}
