package io.darkroom.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.darkroom.gateway.testing.TestAuthority;
import io.darkroom.telemetry.trace.Tracing;
import io.netty.pkitesting.X509Bundle;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces to a receiver that speaks TLS, by the standard settings. */
class TracesOverTlsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final List<String> senders = new CopyOnWriteArrayList<>();
  private TestAuthority authority;
  private Server receiver;

  @BeforeEach
  void start() throws Exception {
    authority = TestAuthority.create();
    ServerFiles files = new ServerFiles(folder).write(authority.server("localhost"));
    ServerBuilder builder = Server.builder();
    TlsPort.listen(
        builder,
        new InetSocketAddress("localhost", 0),
        Certificates.open(files.config().withClientCa(authority.file(folder))));
    builder.service(
        "/v1/traces",
        (context, request) -> {
          senders.add(ClientCertificate.subjectOf(context).map(Object::toString).orElse("nobody"));
          return HttpResponse.of(HttpStatus.OK);
        });
    receiver = builder.build();
    receiver.start().join();
  }

  @AfterEach
  void stop() {
    receiver.stop().join();
  }

  private Tracing tracing(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("otel.exporter.otlp.endpoint", "https://localhost:" + receiver.activeLocalPort());
    settings.put("otel.exporter.otlp.protocol", "http/protobuf");
    settings.put("otel.traces.sampler", "always_on");
    settings.put("otel.bsp.schedule.delay", "50");
    Tracing tracing = Tracing.open("test", settings);
    tracing.tracer().spanBuilder("span").startSpan().end();
    return tracing;
  }

  @Test
  void goToAReceiverWhoseAuthorityIsConfigured() {
    String ca = folder.resolve("ca.pem").toString();
    try (Tracing tracing = tracing(Map.of("otel.exporter.otlp.certificate", ca))) {
      await().atMost(PATIENCE).until(() -> senders.contains("nobody"));
      await().atMost(PATIENCE).until(() -> tracing.exportProblem().isEmpty());
    }
  }

  @Test
  void showAClientCertificateIfThereIsOne() throws Exception {
    X509Bundle client = authority.client("tracer");
    Path key = Files.writeString(folder.resolve("client.key"), client.getPrivateKeyPEM());
    Path shown = Files.writeString(folder.resolve("client.crt"), client.getCertificatePEM());
    Map<String, String> settings =
        Map.of(
            "otel.exporter.otlp.certificate",
            folder.resolve("ca.pem").toString(),
            "otel.exporter.otlp.client.key",
            key.toString(),
            "otel.exporter.otlp.client.certificate",
            shown.toString());
    try (Tracing tracing = tracing(settings)) {
      await().atMost(PATIENCE).until(() -> senders.contains("CN=tracer"));
      await().atMost(PATIENCE).until(() -> tracing.exportProblem().isEmpty());
    }
  }

  @Test
  void doNotGoToAReceiverThatIsNotTrusted() {
    try (Tracing tracing = tracing(Map.of())) {
      await().atMost(PATIENCE).until(() -> !tracing.exportProblem().isEmpty());
      assertThat(senders).isEmpty();
    }
  }
}
