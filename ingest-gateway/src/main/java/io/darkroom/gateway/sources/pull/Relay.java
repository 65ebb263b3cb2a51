package io.darkroom.gateway.sources.pull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Connects FFmpeg with a server through this process, which checks what FFmpeg does not: accepts
 * one connection from this machine. Ends when either side closes its connection. Any thread.
 */
final class Relay implements AutoCloseable {

  private static final int ACCEPTING_MILLIS = 10_000;
  private static final int CHUNK = 1 << 15;

  private final Socket remote;
  private final ServerSocket local;
  private final Copying answers;

  /** Passes on what one side sends, until that side ends. */
  interface Copying {
    void copy(InputStream from, OutputStream to) throws IOException;
  }

  private Relay(Socket remote, ServerSocket local, Copying answers) {
    this.remote = remote;
    this.local = local;
    this.answers = answers;
  }

  /** Passes on everything. Closes the connection to the server when it ends. */
  static Relay start(Socket server) throws IOException {
    return start(server, Relay::pass);
  }

  /**
   * @param answers passes on what the server sends
   */
  static Relay start(Socket server, Copying answers) throws IOException {
    try {
      ServerSocket local = new ServerSocket(0, 1, loopback(server.getInetAddress()));
      local.setSoTimeout(ACCEPTING_MILLIS);
      Relay relay = new Relay(server, local, answers);
      daemon(relay::accept);
      return relay;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** FFmpeg opens ports for UDP of the same kind of address as its connection has. */
  private static InetAddress loopback(InetAddress server) throws IOException {
    return InetAddress.getByName(server instanceof Inet6Address ? "::1" : "127.0.0.1");
  }

  /** The address for FFmpeg, as URLs contain it. */
  String host() {
    return local.getInetAddress() instanceof Inet6Address ? "[::1]" : "127.0.0.1";
  }

  int port() {
    return local.getLocalPort();
  }

  private void accept() {
    try (remote;
        Socket client = local.accept()) {
      local.close();
      client.setTcpNoDelay(true);
      daemon(() -> copy(client, remote, Relay::pass));
      copy(remote, client, answers);
    } catch (IOException e) {
      // FFmpeg has not connected, or either side has disconnected.
    }
  }

  private static void copy(Socket from, Socket to, Copying way) {
    try (from;
        to) {
      way.copy(new BufferedInputStream(from.getInputStream(), CHUNK), to.getOutputStream());
    } catch (IOException e) {
      // Either side has disconnected, or may not say what it said.
    }
  }

  private static void pass(InputStream from, OutputStream to) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
      to.write(chunk, 0, read);
      to.flush();
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "darkroom-relay");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the relay if FFmpeg failed to connect. */
  @Override
  public void close() {
    try (remote) {
      local.close();
    } catch (IOException e) {
      // Both are closed anyway.
    }
  }
}
