package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A camera: an RTSP 1.0 server (RFC 2326) on this machine that shows its footage to everyone who
 * asks, from the moment of PLAY on, over TCP or UDP. It can be made to misbehave while it runs.
 * Closed by the test; another can then be opened on the same port.
 */
public final class RtspServer implements AutoCloseable {

  /** Which transports it takes; others are answered with 461. */
  public enum Transport {
    TCP,
    UDP,
    BOTH
  }

  private final ServerSocket server;
  private final Footage footage;
  private final Set<RtspSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Transport transport = Transport.BOTH;
  private volatile Digest digest = Digest.NONE;
  private volatile String redirect = "";
  private volatile boolean missing;
  private volatile boolean stalled;

  private RtspServer(Footage footage, int port) throws IOException {
    this.footage = footage;
    this.server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    daemon("rtsp-accept", this::accept);
  }

  public static RtspServer start(Footage footage) throws IOException {
    return new RtspServer(footage, 0);
  }

  /** On the port that another one had. */
  public static RtspServer start(Footage footage, int port) throws IOException {
    return new RtspServer(footage, port);
  }

  public int port() {
    return server.getLocalPort();
  }

  public String url() {
    return "rtsp://127.0.0.1:" + port() + "/camera";
  }

  public RtspServer taking(Transport taken) {
    transport = taken;
    return this;
  }

  /** From now on only who knows user and password gets in. */
  public RtspServer requiringDigest(String user, String password) {
    digest = new Digest(user, password);
    return this;
  }

  /** From now on there is no camera of any name: 404. */
  public RtspServer missing(boolean whether) {
    missing = whether;
    return this;
  }

  /** From now on everyone is sent elsewhere: 302. */
  public RtspServer redirectingTo(String url) {
    redirect = url;
    return this;
  }

  /** While it is, connections stay open and nothing is sent on them. */
  public void stall(boolean whether) {
    stalled = whether;
  }

  public void dropClients() {
    sessions.forEach(RtspSession::close);
  }

  /** Pictures that were sent since the start, to all clients together. */
  public long sent() {
    return sent.get();
  }

  /** How many times someone connected. */
  public int connections() {
    return connections.get();
  }

  Footage footage() {
    return footage;
  }

  Transport transport() {
    return transport;
  }

  Digest digest() {
    return digest;
  }

  String redirect() {
    return redirect;
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
