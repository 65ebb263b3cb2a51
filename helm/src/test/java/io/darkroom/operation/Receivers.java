package io.darkroom.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands where Slack and PagerDuty would, and keeps what they are told of. */
final class Receivers implements AutoCloseable {

  /** An alert as one of them heard of it. */
  record Told(String receiver, String alert, String job, String status) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Told> told = new CopyOnWriteArrayList<>();

  private Receivers(HttpServer server) {
    this.server = server;
  }

  static Receivers start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Receivers receivers = new Receivers(HttpServer.create(address, 0));
    receivers.server.createContext("/", receivers::take);
    receivers.server.start();
    return receivers;
  }

  /** Followed by the name of the receiver. */
  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  boolean bothWereTold(String alert, String job, String status) {
    return told.contains(new Told("slack", alert, job, status))
        && told.contains(new Told("pagerduty", alert, job, status));
  }

  private void take(HttpExchange exchange) throws IOException {
    String receiver = exchange.getRequestURI().getPath().substring(1);
    JsonNode message = JSON.readTree(exchange.getRequestBody());
    for (JsonNode alert : message.path("alerts")) {
      JsonNode labels = alert.path("labels");
      told.add(
          new Told(
              receiver,
              labels.path("alertname").asText(),
              labels.path("job").asText(),
              alert.path("status").asText()));
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
