package io.darkroom.gateway.http.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A text message of a watcher. */
public final class WatcherMessageFuzz {

  private WatcherMessageFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    WatcherMessage.parse(new String(input, UTF_8));
  }
}
