package io.darkroom.gateway.sources.pull.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one client of the camera: answers its requests and plays the footage to it. */
final class RtspSession implements AutoCloseable {

  private static final Pattern CLIENT_PORT = Pattern.compile("client_port=(\\d+)");
  private static final Pattern CHANNEL = Pattern.compile("interleaved=(\\d+)");

  private record Message(String method, String uri, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private record Answer(String status, String headers, String body) {
    static Answer ok(String headers) {
      return new Answer("200 OK", headers, "");
    }
  }

  private final RtspServer server;
  private final Socket socket;
  private InputStream in;
  private OutputStream out;
  private PacketSink sink;
  private DatagramSocket udp;
  private boolean playing;

  RtspSession(RtspServer server, Socket socket) {
    this.server = server;
    this.socket = socket;
  }

  void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
      for (Message request = next(); request != null; request = next()) {
        send(request, answer(request));
        if (request.method().equals("PLAY")) {
          play();
        }
      }
    } catch (IOException e) {
      // The client has disconnected or was dropped.
    } finally {
      close();
    }
  }

  private Message next() throws IOException {
    String line = line();
    while (line != null && (line.isEmpty() || line.charAt(0) == '$')) {
      line = line();
    }
    if (line == null) {
      return null;
    }
    String[] request = line.split(" ");
    Map<String, String> headers = new HashMap<>();
    for (line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.put(name, line.substring(colon + 1).trim());
    }
    return new Message(request[0], request[1], headers);
  }

  /** Reads a line. Skips RTCP packets between lines. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '$' && line.isEmpty()) {
        in.read();
        in.skipNBytes(in.read() << 8 | in.read());
      } else if (c == '\n') {
        return line.toString().stripTrailing();
      } else {
        line.append((char) c);
      }
    }
    return null;
  }

  private Answer answer(Message request) throws IOException {
    if (!server.redirect().isEmpty()) {
      return new Answer("302 Found", "Location: " + server.redirect() + "\r\n", "");
    }
    if (request.method().equals("OPTIONS")) {
      return Answer.ok("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n");
    }
    if (!server.digest().admits(request.method(), request.header("authorization"))) {
      return new Answer("401 Unauthorized", server.digest().challenge(), "");
    }
    if (server.missing()) {
      return new Answer("404 Not Found", "", "");
    }
    if (request.method().equals("DESCRIBE")) {
      LockSupport.parkNanos(server.describingAfter().toNanos());
    }
    return switch (request.method()) {
      case "DESCRIBE" ->
          new Answer(
              "200 OK",
              "Content-Base: %s/\r\nContent-Type: application/sdp\r\n".formatted(request.uri()),
              Sdp.of(server.footage()));
      case "SETUP" -> setUp(request.header("transport"));
      default -> Answer.ok("Session: 42\r\n");
    };
  }

  private Answer setUp(String wanted) throws IOException {
    boolean tcp = wanted.contains("TCP");
    RtspServer.Transport refused = tcp ? RtspServer.Transport.UDP : RtspServer.Transport.TCP;
    if (server.transport() == refused) {
      return new Answer("461 Unsupported Transport", "", "");
    }
    Matcher port = (tcp ? CHANNEL : CLIENT_PORT).matcher(wanted);
    if (!port.find()) {
      return new Answer("400 Bad Request", "", "");
    }
    int number = Integer.parseInt(port.group(1));
    String right = tcp ? overTcp(number) : overUdp(number);
    return Answer.ok(
        "Session: 42;timeout=60\r\nTransport: %s\r\n".formatted(server.answerToSetup(right)));
  }

  private String overTcp(int channel) {
    sink = packet -> interleave(channel, packet);
    return "RTP/AVP/TCP;unicast;interleaved=%d-%d".formatted(channel, channel + 1);
  }

  private String overUdp(int port) throws IOException {
    udp = new DatagramSocket(0, socket.getLocalAddress());
    sink = PacketSink.to(udp, socket.getInetAddress(), port);
    return "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d"
        .formatted(port, port + 1, udp.getLocalPort(), udp.getLocalPort() + 1);
  }

  private void interleave(int channel, byte[] packet) throws IOException {
    synchronized (this) {
      out.write('$');
      out.write(channel);
      out.write(packet.length >> 8);
      out.write(packet.length);
      out.write(packet);
    }
  }

  private synchronized void send(Message request, Answer answer) throws IOException {
    byte[] body = answer.body().getBytes(US_ASCII);
    String head =
        "RTSP/1.0 %s\r\nCSeq: %s\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(answer.status(), request.header("cseq"), answer.headers(), body.length);
    out.write(head.getBytes(US_ASCII));
    out.write(body);
    out.flush();
  }

  private void play() {
    if (!playing && sink != null) {
      playing = true;
      RtspServer.daemon("rtsp-play", this::show);
    }
  }

  private void show() {
    RtpPackets packets = new RtpPackets(server.footage(), server.firstNumber());
    long start = System.nanoTime();
    try {
      for (long number = 0; !socket.isClosed(); number++) {
        sleepUntil(start + number * server.period().toNanos());
        if (!server.stalled()) {
          show(packets, number);
        }
      }
    } catch (IOException | InterruptedException e) {
      close();
    }
  }

  private void show(RtpPackets packets, long number) throws IOException {
    int place = 0;
    for (byte[] packet : packets.of(number)) {
      if (!server.losses().matches(number, place++)) {
        sink.send(packet);
      }
    }
    synchronized (this) {
      out.flush();
    }
    server.countSent();
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long wait = nanos - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The socket is closed anyway.
    }
    if (udp != null) {
      udp.close();
    }
  }
}
