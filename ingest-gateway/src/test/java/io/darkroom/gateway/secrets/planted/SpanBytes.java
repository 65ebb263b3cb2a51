package io.darkroom.gateway.secrets.planted;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Receives spans by OTLP over HTTP, and keeps their bytes. Strings in them are as they are. */
final class SpanBytes implements AutoCloseable {

  static final String KEY_HEADER = "x-collector-key";

  final List<byte[]> requests = new CopyOnWriteArrayList<>();
  final List<String> keys = new CopyOnWriteArrayList<>();
  private final Server server;

  SpanBytes() {
    server =
        Server.builder()
            .http(0)
            .service(
                "/v1/traces",
                (context, request) -> HttpResponse.of(request.aggregate().thenApply(this::take)))
            .build();
    server.start().join();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  private HttpResponse take(AggregatedHttpRequest request) {
    keys.add(request.headers().get(KEY_HEADER, ""));
    requests.add(unpacked(request));
    return HttpResponse.of(HttpStatus.OK);
  }

  private static byte[] unpacked(AggregatedHttpRequest request) {
    boolean packed = request.headers().get("content-encoding", "").equals("gzip");
    InputStream bytes = new ByteArrayInputStream(request.content().array());
    try (InputStream in = packed ? new GZIPInputStream(bytes) : bytes) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
