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

/** A fake of Slack and PagerDuty that records the notifications sent to them. */
final class AlertReceivers implements AutoCloseable {

  /** An alert as one receiver got it. */
  record Notification(String receiver, String alert, String job, String status) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Notification> received = new CopyOnWriteArrayList<>();

  private AlertReceivers(HttpServer server) {
    this.server = server;
  }

  static AlertReceivers start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    AlertReceivers receivers = new AlertReceivers(HttpServer.create(address, 0));
    receivers.server.createContext("/", receivers::take);
    receivers.server.start();
    return receivers;
  }

  /** The base address; append the receiver's name. */
  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  boolean bothReceived(String alert, String job, String status) {
    return received.contains(new Notification("slack", alert, job, status))
        && received.contains(new Notification("pagerduty", alert, job, status));
  }

  private void take(HttpExchange exchange) throws IOException {
    String receiver = exchange.getRequestURI().getPath().substring(1);
    JsonNode message = JSON.readTree(exchange.getRequestBody());
    for (JsonNode alert : message.path("alerts")) {
      JsonNode labels = alert.path("labels");
      received.add(
          new Notification(
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
