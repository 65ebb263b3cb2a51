package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An address that nobody may contact: another one of this machine. Counts connections and
 * datagrams; answers nothing.
 */
public final class Trap implements AutoCloseable {

  public static final String HOST = "127.0.0.2";

  private final ServerSocket connections;
  private final DatagramSocket datagrams;
  private final AtomicInteger visits = new AtomicInteger();

  private Trap(int port) throws IOException {
    InetAddress address = InetAddress.getByName(HOST);
    connections = new ServerSocket(port, 0, address);
    datagrams = new DatagramSocket(connections.getLocalPort(), address);
    RtspServer.daemon("trap", this::accept);
    RtspServer.daemon("trap", this::receive);
  }

  public static Trap start() throws IOException {
    return new Trap(0);
  }

  /** Has the port of a server at another address. */
  public static Trap start(int port) throws IOException {
    return new Trap(port);
  }

  public int port() {
    return connections.getLocalPort();
  }

  /** How many connections and datagrams have arrived. */
  public int visits() {
    return visits.get();
  }

  private void accept() {
    try {
      while (true) {
        connections.accept().close();
        visits.incrementAndGet();
      }
    } catch (IOException e) {
      // The trap is closed.
    }
  }

  private void receive() {
    try {
      while (true) {
        datagrams.receive(new DatagramPacket(new byte[2_048], 2_048));
        visits.incrementAndGet();
      }
    } catch (SocketException e) {
      // The trap is closed.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    connections.close();
    datagrams.close();
  }
}
