package io.darkroom.gateway.rpc.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.stream.StreamMessage;
import io.darkroom.gateway.rpc.connect.scripted.Report;
import io.darkroom.gateway.rpc.connect.scripted.Script;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A Connect client on top of plain HTTP. */
final class ConnectCaller {

  static final String SERVICE = "/darkroom.conformance.ScriptedService/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The HTTP version, the message format and the compression of a call. */
  record Variant(String http, String format, boolean gzip) {}

  /** An answer. {@code end} is the JSON of a stream's last message, or of a unary call's error. */
  record Answer(int status, HttpHeaders headers, List<Report> messages, JsonNode end) {

    String code() {
      return error().path("code").asText();
    }

    JsonNode error() {
      return end.has("error") ? end.path("error") : end;
    }
  }

  private final WebClient client;
  private final Variant variant;

  ConnectCaller(Variant variant, int port) {
    this.variant = variant;
    this.client =
        WebClient.builder(variant.http() + "://127.0.0.1:" + port)
            .responseTimeout(Duration.ofSeconds(30))
            .build();
  }

  Answer unary(String method, Script script, String... headers) {
    byte[] message = write(script);
    return unaryAnswer(
        send(unaryHeaders(method, headers), variant.gzip() ? gzip(message) : message));
  }

  RequestHeaders unaryHeaders(String method, String... headers) {
    RequestHeadersBuilder request = request(method, "application/" + variant.format(), headers);
    if (variant.gzip()) {
      request.set("content-encoding", "gzip").set("accept-encoding", "gzip");
    }
    return request.build();
  }

  Answer unaryAnswer(AggregatedHttpResponse response) {
    byte[] body = unzipped(response, response.content().array());
    return response.status().code() == 200
        ? new Answer(200, response.headers(), List.of(read(body)), JSON.createObjectNode())
        : new Answer(response.status().code(), response.headers(), List.of(), json(body));
  }

  private static byte[] unzipped(AggregatedHttpResponse response, byte[] body) {
    return "gzip".equals(response.headers().get("content-encoding")) ? unzip(body) : body;
  }

  Answer stream(String method, List<Script> requests, String... headers) {
    HttpData[] body =
        requests.stream().map(this::envelope).map(HttpData::wrap).toArray(HttpData[]::new);
    return streamAnswer(
        client
            .execute(HttpRequest.of(streamHeaders(method, headers), StreamMessage.of(body)))
            .aggregate()
            .join());
  }

  RequestHeaders streamHeaders(String method, String... headers) {
    RequestHeadersBuilder request =
        request(method, "application/connect+" + variant.format(), headers);
    if (variant.gzip()) {
      request.set("connect-content-encoding", "gzip").set("connect-accept-encoding", "gzip");
    }
    return request.build();
  }

  byte[] envelope(Script script) {
    byte[] message = write(script);
    return variant.gzip() ? envelope(1, gzip(message)) : envelope(0, message);
  }

  static byte[] envelope(int flags, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flags)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** Reads a stream, which must end with exactly one end-of-stream message. */
  Answer streamAnswer(AggregatedHttpResponse response) {
    assertThat(response.status().code()).isEqualTo(200);
    assertThat(response.contentType()).hasToString("application/connect+" + variant.format());
    List<Report> messages = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(response.content().array());
    while (true) {
      int flags = in.get();
      byte[] message = new byte[in.getInt()];
      in.get(message);
      message = (flags & 1) == 0 ? message : unzip(message);
      if ((flags & 2) != 0) {
        assertThat(in.hasRemaining()).isFalse();
        return new Answer(200, response.headers(), messages, json(message));
      }
      messages.add(read(message));
    }
  }

  AggregatedHttpResponse get(String pathAndQuery) {
    return client.get(pathAndQuery).aggregate().join();
  }

  AggregatedHttpResponse send(RequestHeaders headers, byte[] body) {
    return client.execute(headers, HttpData.wrap(body)).aggregate().join();
  }

  WebClient client() {
    return client;
  }

  static HttpRequest request(RequestHeaders headers, byte[] body) {
    return HttpRequest.of(headers, HttpData.wrap(body));
  }

  static RequestHeadersBuilder request(String method, String type, String... headers) {
    RequestHeadersBuilder request =
        RequestHeaders.builder(HttpMethod.POST, SERVICE + method)
            .set("content-type", type)
            .set("connect-protocol-version", "1");
    for (int i = 0; i < headers.length; i += 2) {
      request.add(headers[i], headers[i + 1]);
    }
    return request;
  }

  byte[] write(Script script) {
    try {
      return variant.format().equals("proto")
          ? script.toByteArray()
          : JsonFormat.printer().print(script).getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Report read(byte[] message) {
    try {
      if (variant.format().equals("proto")) {
        return Report.parseFrom(message);
      }
      Report.Builder report = Report.newBuilder();
      JsonFormat.parser().merge(new String(message, UTF_8), report);
      return report.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] unzip(byte[] bytes) {
    try {
      return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json(byte[] text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
