package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.local.tls.LocalCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which gateways commands accept over TLS. */
class TrustTest {

  @TempDir private static Path folder;

  private static Path ca;
  private static Server server;

  @BeforeAll
  static void start() throws IOException {
    LocalCertificates certificates = new LocalCertificates(folder.resolve("tls"));
    certificates.ensure(List.of());
    ca = certificates.ca();
    TlsConfig config = certificates.config();
    server =
        Server.builder()
            .https(0)
            .tls(config.certificate().orElseThrow().toFile(), config.key().orElseThrow().toFile())
            .service(
                "/v1/streams",
                (context, request) -> HttpResponse.ofJson(Map.of("streams", List.of())))
            .build();
    server.start().join();
  }

  @AfterAll
  static void stop() {
    server.stop().join();
  }

  private static String url(String host) {
    return "https://%s:%d".formatted(host, server.activeLocalPort());
  }

  private static Cli cli() {
    return new Cli().with("DARKROOM_URL", url("localhost"));
  }

  @Test
  void refusesAnUnknownAuthority() {
    Cli.Answer answer = cli().run("stream", "list");
    assertThat(answer.exitCode()).isEqualTo(Exit.UNREACHABLE);
    assertThat(answer.err().strip())
        .startsWith("gateway: https://localhost")
        .endsWith("Pass the authority's certificate with --ca.")
        .doesNotContain("\n");
  }

  @Test
  void acceptsTheAuthorityOfAFile() {
    Cli.Answer option = cli().run("--ca", ca.toString(), "stream", "list");
    assertThat(option.exitCode()).describedAs(option.err()).isZero();
    assertThat(option.err()).isEmpty();
    Cli.Answer variable = cli().with("DARKROOM_CA", ca.toString()).run("stream", "list");
    assertThat(variable.exitCode()).describedAs(variable.err()).isZero();
  }

  @Test
  void remembersTheAuthorityOfAContext() throws IOException {
    Cli cli = new Cli().with("XDG_CONFIG_HOME", folder.resolve("config").toString());
    cli.run("context", "add", "secure", url("localhost"), "--ca", ca.toString());
    cli.run("context", "use", "secure");
    assertThat(cli.run("stream", "list").exitCode()).isZero();
    assertThat(cli.run("context", "list", "-o", "json").json().findValuesAsText("ca"))
        .containsExactly(ca.toString());
    assertThat(cli.run("stream", "list", "--url", url("localhost")).exitCode())
        .isEqualTo(Exit.UNREACHABLE);
  }

  @Test
  void refusesACertificateForAnotherHost() {
    Cli.Answer answer =
        cli().run("stream", "list", "--ca", ca.toString(), "--url", url("127.0.0.2"));
    assertThat(answer.exitCode()).isEqualTo(Exit.UNREACHABLE);
    assertThat(answer.err()).contains("a certificate that is refused", "127.0.0.2");
  }

  @Test
  void warnsEachTimeIfItSkipsTheCheck() {
    for (String host : new String[] {"localhost", "127.0.0.2"}) {
      Cli.Answer answer = cli().run("stream", "list", "--insecure-skip-verify", "--url", url(host));
      assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
      assertThat(answer.err())
          .startsWith("warning: the certificate of " + url(host) + " is not checked")
          .containsOnlyOnce("\n");
    }
    Cli.Answer variable =
        cli().with("DARKROOM_INSECURE_SKIP_VERIFY", "1").run("stream", "list", "-o", "json");
    assertThat(variable.exitCode()).isZero();
    assertThat(variable.err()).startsWith("warning: ").contains("DARKROOM_INSECURE_SKIP_VERIFY");
  }

  @Test
  void namesAFileWithoutACertificate() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    for (String file : new String[] {empty.toString(), folder.resolve("none").toString()}) {
      Cli.Answer answer = cli().run("stream", "list", "--ca", file);
      assertThat(answer.exitCode()).isEqualTo(Exit.USAGE);
      assertThat(answer.err()).startsWith("--ca: " + file);
    }
  }

  @Test
  void tellsThatAGatewayDoesNotSpeakTls() {
    Server plain =
        Server.builder().http(0).service("/", (context, request) -> HttpResponse.of("")).build();
    plain.start().join();
    try {
      String url = "https://localhost:" + plain.activeLocalPort();
      Cli.Answer answer = cli().run("stream", "list", "--url", url);
      assertThat(answer.exitCode()).isEqualTo(Exit.UNREACHABLE);
      assertThat(answer.err()).contains("does not speak TLS", "Call http://");
    } finally {
      plain.stop().join();
    }
  }
}
