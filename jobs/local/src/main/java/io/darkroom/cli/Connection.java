package io.darkroom.cli;

import io.darkroom.client.GatewayClient;
import picocli.CommandLine.Option;

/** Which gateway a command talks to. */
final class Connection {

  @Option(
      names = "--url",
      defaultValue = "${env:DARKROOM_URL:-http://localhost:8080}",
      description = "Gateway to talk to, also DARKROOM_URL (default: http://localhost:8080).")
  private String url;

  String url() {
    return url;
  }

  GatewayClient open() {
    return new GatewayClient(url);
  }
}
