package io.darkroom.client;

import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

/** Puts the parts of text messages together. Called by one thread at a time. */
abstract class TextMessages implements WebSocket.Listener {

  private final StringBuilder text = new StringBuilder();

  abstract void onMessage(String message);

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      onMessage(text.toString());
      text.setLength(0);
    }
    webSocket.request(1);
    return null;
  }
}
