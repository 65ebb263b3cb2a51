package io.darkroom.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestAuthority;
import io.darkroom.gateway.testing.TestSocket;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TlsGatewayTest {

  private static final String LIST = "/darkroom.v1.PipelineService/ListPipelines";

  /** Offers TLS 1.1 alone, with suites that it knows. */
  private static final byte[] HELLO_OF_TLS_1_1 =
      HexFormat.of()
          .parseHex(
              "1603010033"
                  + "0100002f"
                  + "0302"
                  + "11".repeat(32)
                  + "00"
                  + "0008c013c009002f0035"
                  + "0100");

  @TempDir private static Path folder;

  private static TestAuthority authority;
  private static ServerFiles files;
  private static Darkroom darkroom;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    authority = TestAuthority.create();
    files = new ServerFiles(folder).write(authority.server("first"));
    darkroom = Darkroom.of(Darkroom.config(Broker.shared()).with(files.config()));
    client = TestAuthority.over(authority.trust());
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static int port() {
    return darkroom.gateway.port();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + port() + path));
  }

  private static HttpResponse<byte[]> post(String type, byte[] body) throws Exception {
    return client.send(
        request(LIST).header("content-type", type).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofByteArray());
  }

  private static TestSocket publisher(String stream) {
    URI uri = URI.create("wss://localhost:%d/v1/streams/%s/publish".formatted(port(), stream));
    return TestSocket.open(client, uri);
  }

  /** The subject that a new connection gets to see. */
  private static String served() throws Exception {
    try (SSLSocket socket =
        (SSLSocket) authority.trust().getSocketFactory().createSocket("localhost", port())) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSubjectX500Principal()
          .getName();
    }
  }

  private static JsonNode health() throws Exception {
    return Darkroom.json(client.send(request("/healthz").build(), BodyHandlers.ofByteArray()))
        .path("dependencies")
        .path("tls");
  }

  private static void awaitServed(String subject) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(served()).isEqualTo(subject));
  }

  @Test
  void speaksHttpInBothVersionsAndForbidsPlainHttpFromThenOn() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      HttpResponse<String> answer =
          client.send(request("/livez").version(version).build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.headers().firstValue("strict-transport-security"))
          .contains("max-age=31536000");
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  /** Without a job, the gateway is not ready. */
  @Test
  void speaksGrpc() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("localhost", port())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(authority.root().toTrustManagerFactory())
                    .build())
            .build();
    try {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.NOT_SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void speaksGrpcWebAndConnect() throws Exception {
    HttpResponse<byte[]> web = post("application/grpc-web+proto", new byte[5]);
    assertThat(web.statusCode()).isEqualTo(200);
    assertThat(new String(web.body(), ISO_8859_1)).contains("grpc-status: 0");

    HttpResponse<byte[]> connect = post("application/json", "{}".getBytes(UTF_8));
    assertThat(connect.statusCode()).isEqualTo(200);
    assertThat(connect.headers().firstValue("content-type")).contains("application/json");
  }

  @Test
  void speaksWebSocket() {
    try (TestSocket socket = publisher("wss")) {
      socket.send(Darkroom.JPEG);
      assertThat(socket.nextJson().path("sequence").isNumber()).isTrue();
    }
  }

  @Test
  void refusesTls11() throws Exception {
    try (Socket socket = new Socket("localhost", port())) {
      socket.getOutputStream().write(HELLO_OF_TLS_1_1);
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(answer).startsWith(21);
      assertThat(answer).endsWith(2, 70);
    }
  }

  @Test
  void tellsCallersOfPlainHttpToUseTls() throws Exception {
    try (Socket socket = new Socket("localhost", port())) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("expected: https");
    }
  }

  @Test
  void takesChangedFilesWithoutBreakingConnectionsAndKeepsTheOldOnesIfTheyAreBroken()
      throws Exception {
    try (TestSocket open = publisher("reload")) {
      open.send(Darkroom.JPEG);
      open.nextJson();
      files.write(authority.server("second"));
      awaitServed("CN=second");
      assertThat(health().path("state").asText()).isEqualTo("up");

      Files.writeString(files.key(), "not a key");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(health().path("state").asText()).isEqualTo("down"));
      assertThat(health().path("lastError").asText())
          .startsWith("--tls-key: " + files.key() + " has no private key");
      assertThat(served()).isEqualTo("CN=second");

      X509Bundle third = authority.server("third");
      files.write(third);
      awaitServed("CN=third");
      open.send(Darkroom.JPEG);
      assertThat(open.nextJson().path("sequence").isNumber()).isTrue();
      assertThat(open.closed).isNotDone();
      assertExpiryShown(third);
    }
  }

  private static void assertExpiryShown(X509Bundle bundle)
      throws IOException, InterruptedException {
    long expires = bundle.getCertificate().getNotAfter().getTime() / 1_000;
    String metrics = client.send(request("/metrics").build(), BodyHandlers.ofString()).body();
    String name = "darkroom_gateway_certificate_expiry_timestamp_seconds";
    assertThat(
            metrics
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(files.certificate() + "\""))
                .map(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
        .containsExactly(expires);
  }
}
