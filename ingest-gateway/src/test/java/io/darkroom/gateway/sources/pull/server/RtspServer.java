package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/**
 * A test camera: an RTSP 1.0 server (RFC 2326) that plays its footage to every client over TCP or
 * UDP. Tests can make it misbehave while it runs. After it is closed, another server can use the
 * same port.
 */
public final class RtspServer implements AutoCloseable {

  /** The accepted transports; requests for others get 461. */
  public enum Transport {
    TCP,
    UDP,
    BOTH
  }

  /** Chooses packets by the number of their picture since the start, and their place in it. */
  public interface PacketFilter {
    boolean matches(long picture, int packet);
  }

  private final ServerSocket server;
  private final Footage footage;
  private final Set<RtspSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Transport transport = Transport.BOTH;
  private volatile Digest digest = Digest.NONE;
  private volatile String redirect = "";
  private volatile Duration describingAfter = Duration.ZERO;
  private volatile Duration period = Duration.ZERO;
  private volatile PacketFilter losses = (picture, packet) -> false;
  private volatile UnaryOperator<String> setUp = transport -> transport;
  private volatile int firstNumber = 1_000;
  private volatile boolean missing;
  private volatile boolean stalled;

  private RtspServer(Footage footage, ServerSocket socket, int port) throws IOException {
    this(footage, socket, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private RtspServer(Footage footage, ServerSocket socket, InetSocketAddress address)
      throws IOException {
    this.footage = footage;
    this.server = socket;
    server.setReuseAddress(true);
    server.bind(address);
    daemon("rtsp-accept", this::accept);
  }

  public static RtspServer start(Footage footage) throws IOException {
    return new RtspServer(footage, new ServerSocket(), 0);
  }

  /** Serves rtsps. */
  public static RtspServer start(Footage footage, SSLContext certificate) throws IOException {
    ServerSocket socket = certificate.getServerSocketFactory().createServerSocket();
    return new RtspServer(footage, socket, 0);
  }

  /** Starts on the port of an earlier server. */
  public static RtspServer start(Footage footage, int port) throws IOException {
    return new RtspServer(footage, new ServerSocket(), port);
  }

  /** Starts at an address of this machine. */
  public static RtspServer start(Footage footage, InetAddress address) throws IOException {
    return new RtspServer(footage, new ServerSocket(), new InetSocketAddress(address, 0));
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    boolean v6 = server.getInetAddress() instanceof Inet6Address;
    return "rtsp://%s:%d/camera".formatted(v6 ? "[::1]" : "127.0.0.1", port());
  }

  public RtspServer taking(Transport taken) {
    transport = taken;
    return this;
  }

  /** Requires a user and password from now on. */
  public RtspServer requiringDigest(String user, String password) {
    digest = new Digest(user, password);
    return this;
  }

  /** Answers 404 from now on. */
  public RtspServer missing(boolean value) {
    missing = value;
    return this;
  }

  /** Redirects all requests from now on: 302. */
  public RtspServer redirectingTo(String url) {
    redirect = url;
    return this;
  }

  /** Keeps connections open without sending anything while stalled. */
  public void stall(boolean value) {
    stalled = value;
  }

  /** Answers each request for a description after this time from now on. */
  public RtspServer describingAfter(Duration time) {
    describingAfter = time;
    return this;
  }

  /** Shows a picture in this period, instead of at the footage's rate. */
  public RtspServer showingEvery(Duration time) {
    period = time;
    return this;
  }

  /** Sends all packets but those that match: the number of the picture, and of its packet. */
  public RtspServer losing(PacketFilter packets) {
    losses = packets;
    return this;
  }

  /** Answers SETUP with another transport from now on: the result for the right one. */
  public RtspServer answeringSetup(UnaryOperator<String> transports) {
    setUp = transports;
    return this;
  }

  /** The number that the first packet has. */
  public RtspServer numberingFrom(int number) {
    firstNumber = number;
    return this;
  }

  public void dropClients() {
    sessions.forEach(RtspSession::close);
  }

  /** The number of pictures sent since the start, to all clients. */
  public long sent() {
    return sent.get();
  }

  /** The number of connections since the start. */
  public int connections() {
    return connections.get();
  }

  Footage footage() {
    return footage;
  }

  Transport transport() {
    return transport;
  }

  Duration describingAfter() {
    return describingAfter;
  }

  Duration period() {
    return period.isZero() ? Duration.ofSeconds(1).dividedBy(footage.fps()) : period;
  }

  Digest digest() {
    return digest;
  }

  String redirect() {
    return redirect;
  }

  PacketFilter losses() {
    return losses;
  }

  String answerToSetup(String right) {
    return setUp.apply(right);
  }

  int firstNumber() {
    return firstNumber;
  }

  boolean missing() {
    return missing;
  }

  boolean stalled() {
    return stalled;
  }

  void countSent() {
    sent.incrementAndGet();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        RtspSession session = new RtspSession(this, socket);
        sessions.add(session);
        daemon(
            "rtsp-client",
            () -> {
              session.run();
              sessions.remove(session);
            });
      } catch (IOException e) {
        return;
      }
    }
  }

  static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    dropClients();
  }
}
