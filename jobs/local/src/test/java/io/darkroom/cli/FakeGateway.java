package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP server that stores JSON by path, as a gateway stores pipelines. It supports ETags
 * optionally, and tests can set a fixed reply for each path.
 */
final class FakeGateway implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final boolean tagging;
  private final Map<String, JsonNode> stored = new ConcurrentHashMap<>();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Runnable beforePut = () -> {};

  /** A request; the body is empty if it was not JSON. */
  record Call(String method, String uri, JsonNode body, String ifMatch, String authorization) {}

  private record Reply(int status, byte[] body) {}

  private FakeGateway(HttpServer server, boolean tagging) {
    this.server = server;
    this.tagging = tagging;
  }

  static FakeGateway start() throws IOException {
    return start(false);
  }

  /** A gateway that sends ETags, and refuses to change another version. */
  static FakeGateway withEtags() throws IOException {
    return start(true);
  }

  private static FakeGateway start(boolean tagging) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    FakeGateway gateway = new FakeGateway(HttpServer.create(address, 0), tagging);
    gateway.server.createContext("/", gateway::handle);
    gateway.server.start();
    return gateway;
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The JSON at a path. */
  JsonNode stored(String path) {
    return stored.get(path);
  }

  void store(String path, String json) throws IOException {
    stored.put(path, JSON.readTree(json));
  }

  void reply(String path, int status, String body) {
    reply(path, status, body.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sets a fixed reply.
   *
   * @param path may include a query; the reply is then for this query only
   */
  void reply(String path, int status, byte[] body) {
    replies.put(path, new Reply(status, body));
  }

  void beforePut(Runnable action) {
    beforePut = action;
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Forgets the calls, and the JSON at these paths. */
  void reset(String... paths) {
    calls.clear();
    for (String path : paths) {
      stored.remove(path);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String ifMatch = exchange.getRequestHeaders().getFirst("if-match");
      boolean json =
          "application/json".equals(exchange.getRequestHeaders().getFirst("content-type"));
      calls.add(
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              json ? JSON.readTree(body) : JSON.createObjectNode(),
              ifMatch,
              exchange.getRequestHeaders().getFirst("authorization")));
      answer(exchange, path, body, ifMatch);
    }
  }

  private void answer(HttpExchange exchange, String path, byte[] body, String ifMatch)
      throws IOException {
    Reply reply = replies.getOrDefault(exchange.getRequestURI().toString(), replies.get(path));
    if (reply != null) {
      send(exchange, reply);
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "PUT" -> put(exchange, path, body, ifMatch);
      case "DELETE" -> {
        stored.remove(path);
        send(exchange, new Reply(200, "{}".getBytes(StandardCharsets.UTF_8)));
      }
      default -> sendStored(exchange, path);
    }
  }

  private void put(HttpExchange exchange, String path, byte[] body, String ifMatch)
      throws IOException {
    beforePut.run();
    JsonNode present = stored.get(path);
    int revision = present == null ? 0 : present.path("revision").asInt();
    if (ifMatch != null && !ifMatch.equals(etag(revision))) {
      send(exchange, new Reply(412, error("CONFLICT", "revision: another")));
      return;
    }
    ObjectNode next = (ObjectNode) JSON.readTree(body);
    String id = path.substring(path.lastIndexOf('/') + 1);
    next.put(path.contains("/sources/") ? "sourceId" : "pipelineId", id);
    next.put("revision", revision + 1).put("effectiveFrom", "2026-01-01T00:00:00Z");
    stored.put(path, next);
    sendStored(exchange, path);
  }

  private void sendStored(HttpExchange exchange, String path) throws IOException {
    JsonNode present = stored.get(path);
    if (present == null) {
      send(exchange, new Reply(404, error("NOT_FOUND", "nothing at " + path)));
      return;
    }
    if (tagging) {
      exchange.getResponseHeaders().set("ETag", etag(present.path("revision").asInt()));
    }
    send(exchange, new Reply(200, present.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String etag(int revision) {
    return "\"%d\"".formatted(revision);
  }

  static byte[] error(String code, String message) {
    return ("{\"code\":\"%s\",\"message\":\"%s\",\"details\":[{\"field\":\"f\",\"column\":3}],"
            + "\"retryable\":false,\"correlationId\":\"c-1\"}")
        .formatted(code, message)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    exchange.sendResponseHeaders(
        reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
    exchange.getResponseBody().write(reply.body());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
