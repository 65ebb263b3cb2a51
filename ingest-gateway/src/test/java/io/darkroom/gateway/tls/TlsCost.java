package io.darkroom.gateway.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.sun.management.OperatingSystemMXBean;
import io.darkroom.gateway.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.net.SocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Prints what TLS costs: CPU time of client and server together, in µs, which other programs on the
 * machine change less than the time on the clock. With and without TLS take turns; the least of
 * each counts. Run its main.
 */
final class TlsCost {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int FRAME_BYTES = 100_000;
  private static final int CALLS = 3_000;
  private static final int CONNECTIONS = 100;
  private static final int TURNS = 12;

  /** One of the two servers, and how to call it. */
  private record Site(WebClient client, InetSocketAddress address, SocketFactory sockets) {

    void call(byte[] body) {
      HttpRequest request =
          HttpRequest.of(HttpMethod.POST, "/", MediaType.JPEG, HttpData.wrap(body));
      client.execute(request).aggregate().join();
    }

    /** A call on a new connection, while that of the client is open. */
    void connect() {
      try (Socket socket = sockets.createSocket("localhost", address.getPort())) {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(UTF_8));
        socket.getInputStream().read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private TlsCost() {}

  public static void main(String[] arguments) throws Exception {
    TestAuthority authority = TestAuthority.create();
    ServerFiles files =
        new ServerFiles(Files.createTempDirectory("tls-cost")).write(authority.server("localhost"));
    Certificates certificates = Certificates.open(files.config());
    TrustManagerFactory trust = authority.root().toTrustManagerFactory();
    ClientFactory factory =
        ClientFactory.builder()
            .idleTimeoutMillis(0)
            .tlsCustomizer(tls -> tls.trustManager(trust))
            .build();
    Site plain = site("h2c", ServerBuilder::http, factory, SocketFactory.getDefault());
    Site secure =
        site(
            "h2",
            (server, address) -> TlsPort.listen(server, address, certificates),
            factory,
            authority.trust().getSocketFactory());
    print("call", CALLS, plain, secure, site -> site.call(new byte[0]));
    print("frame of 100 kB", CALLS, plain, secure, site -> site.call(new byte[FRAME_BYTES]));
    print("connection", CONNECTIONS, plain, secure, Site::connect);
    System.exit(0);
  }

  private static Site site(
      String scheme,
      BiConsumer<ServerBuilder, InetSocketAddress> listen,
      ClientFactory factory,
      SocketFactory sockets) {
    ServerBuilder builder = Server.builder().maxRequestLength(0).idleTimeoutMillis(0);
    listen.accept(builder, new InetSocketAddress("localhost", 0));
    builder.service(
        "/",
        (context, request) ->
            HttpResponse.of(request.aggregate().thenApply(read -> HttpResponse.of(HttpStatus.OK))));
    Server server = builder.build();
    server.start().join();
    String url = scheme + "://localhost:" + server.activeLocalPort();
    return new Site(
        WebClient.builder(url).factory(factory).build(),
        server.activePort().localAddress(),
        sockets);
  }

  private static void print(
      String what, int times, Site plain, Site secure, Consumer<Site> action) {
    double before = Double.MAX_VALUE;
    double after = Double.MAX_VALUE;
    for (int turn = 0; turn < TURNS; turn++) {
      before = Math.min(before, micros(times, plain, action));
      after = Math.min(after, micros(times, secure, action));
    }
    System.out.printf("%-16s %7.1f µs, with TLS %7.1f µs%n", what, before, after);
  }

  private static double micros(int times, Site site, Consumer<Site> action) {
    long before = SYSTEM.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      action.accept(site);
    }
    return (SYSTEM.getProcessCpuTime() - before) / 1e3 / times;
  }
}
