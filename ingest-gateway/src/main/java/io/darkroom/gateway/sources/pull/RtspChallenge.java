package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Asks a camera how it wants users to sign in, since FFmpeg does not report it. */
final class RtspChallenge {

  private static final int PATIENCE_MILLIS = 2_000;
  private static final int MAX_LINES = 64;
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
      return read(new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> read(BufferedReader answer) throws IOException {
    List<String> found = new ArrayList<>();
    String line = answer.readLine();
    for (int i = 0; i < MAX_LINES && line != null && !line.isEmpty(); i++) {
      if (line.regionMatches(true, 0, HEADER, 0, HEADER.length())) {
        found.add(line.substring(HEADER.length()).trim());
      }
      line = answer.readLine();
    }
    return found;
  }
}
