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
import io.darkroom.gateway.rpc.connect.told.Account;
import io.darkroom.gateway.rpc.connect.told.Orders;
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

/** A Connect client of raw HTTP. */
final class ConnectCaller {

  static final String SERVICE = "/darkroom.conformance.Told/";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a call goes over the wire. */
  record Way(String http, String codec, boolean gzip) {}

  /** What came back; for streams, {@code end} is the last message's JSON, else the error's. */
  record Answer(int status, HttpHeaders headers, List<Account> messages, JsonNode end) {

    String code() {
      return error().path("code").asText();
    }

    JsonNode error() {
      return end.has("error") ? end.path("error") : end;
    }
  }

  private final WebClient client;
  private final Way way;

  ConnectCaller(Way way, int port) {
    this.way = way;
    this.client =
        WebClient.builder(way.http() + "://127.0.0.1:" + port)
            .responseTimeout(Duration.ofSeconds(30))
            .build();
  }

  Answer once(String method, Orders orders, String... headers) {
    byte[] message = write(orders);
    RequestHeadersBuilder request = request(method, "application/" + way.codec(), headers);
    if (way.gzip()) {
      request.set("content-encoding", "gzip").set("accept-encoding", "gzip");
    }
    return unary(send(request.build(), way.gzip() ? gzip(message) : message));
  }

  Answer unary(AggregatedHttpResponse response) {
    byte[] body = unzipped(response, response.content().array());
    return response.status().code() == 200
        ? new Answer(200, response.headers(), List.of(read(body)), JSON.createObjectNode())
        : new Answer(response.status().code(), response.headers(), List.of(), json(body));
  }

  private static byte[] unzipped(AggregatedHttpResponse response, byte[] body) {
    return "gzip".equals(response.headers().get("content-encoding")) ? unzip(body) : body;
  }

  Answer stream(String method, List<Orders> requests, String... headers) {
    HttpData[] body =
        requests.stream().map(this::envelope).map(HttpData::wrap).toArray(HttpData[]::new);
    return streamed(
        client
            .execute(HttpRequest.of(streamHeaders(method, headers), StreamMessage.of(body)))
            .aggregate()
            .join());
  }

  RequestHeaders streamHeaders(String method, String... headers) {
    RequestHeadersBuilder request = request(method, "application/connect+" + way.codec(), headers);
    if (way.gzip()) {
      request.set("connect-content-encoding", "gzip").set("connect-accept-encoding", "gzip");
    }
    return request.build();
  }

  byte[] envelope(Orders orders) {
    byte[] message = write(orders);
    return way.gzip() ? envelope(1, gzip(message)) : envelope(0, message);
  }

  static byte[] envelope(int flags, byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) flags)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** The stream has to end with one message that says so, and nothing after it. */
  Answer streamed(AggregatedHttpResponse response) {
    assertThat(response.status().code()).isEqualTo(200);
    assertThat(response.contentType()).hasToString("application/connect+" + way.codec());
    List<Account> messages = new ArrayList<>();
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

  byte[] write(Orders orders) {
    try {
      return way.codec().equals("proto")
          ? orders.toByteArray()
          : JsonFormat.printer().print(orders).getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Account read(byte[] message) {
    try {
      if (way.codec().equals("proto")) {
        return Account.parseFrom(message);
      }
      Account.Builder account = Account.newBuilder();
      JsonFormat.parser().merge(new String(message, UTF_8), account);
      return account.build();
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
