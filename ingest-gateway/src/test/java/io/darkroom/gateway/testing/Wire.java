package io.darkroom.gateway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy whose connections can be cut and restored. */
public final class Wire implements AutoCloseable {

  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile ServerSocket server;
  private volatile int target;

  public Wire() throws IOException {
    server = listen(0);
    port = server.getLocalPort();
  }

  public int port() {
    return port;
  }

  public void leadTo(int targetPort) {
    target = targetPort;
    accept(server);
  }

  public void cut() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  public void restore() throws IOException {
    server = listen(port);
    accept(server);
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress("localhost", port));
    return socket;
  }

  private void accept(ServerSocket from) {
    daemon(
        () -> {
          while (!from.isClosed()) {
            Socket near = from.accept();
            Socket far = new Socket("localhost", target);
            open.add(near);
            open.add(far);
            daemon(() -> copy(near, far));
            daemon(() -> copy(far, near));
          }
        });
  }

  private void copy(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // Cut.
              }
            },
            "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      cut();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
