package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** Asks a camera how it wants users to sign in, since FFmpeg does not report it. */
final class RtspChallenge {

  private static final int PATIENCE_MILLIS = 2_000;
  private static final String HEADER = "www-authenticate:";

  private RtspChallenge() {}

  /**
   * Returns the values of {@code WWW-Authenticate}; none if the camera does not answer.
   *
   * @param url without user and password
   */
  static List<String> ask(InetSocketAddress server, String url) {
    try (Socket socket = new Socket()) {
      socket.connect(server, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      String request =
          "DESCRIBE %s RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: darkroom\r\nAccept: application/sdp\r\n\r\n";
      socket.getOutputStream().write(request.formatted(url).getBytes(US_ASCII));
      return read(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> read(InputStream answer) throws IOException {
    return RtspMessage.read(answer).map(RtspMessage::headers).orElse(List.of()).stream()
        .filter(line -> line.regionMatches(true, 0, HEADER, 0, HEADER.length()))
        .map(line -> line.substring(HEADER.length()).trim())
        .toList();
  }
}
