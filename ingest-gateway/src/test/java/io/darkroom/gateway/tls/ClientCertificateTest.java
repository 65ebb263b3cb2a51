package io.darkroom.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import io.darkroom.gateway.testing.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that answers with the subject of the caller's certificate. */
class ClientCertificateTest {

  @TempDir private Path folder;

  private TestAuthority authority;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    authority = TestAuthority.create();
    ServerFiles files = new ServerFiles(folder).write(authority.server("localhost"));
    Certificates certificates =
        Certificates.open(files.config().withClientCa(authority.file(folder)));
    ServerBuilder builder = Server.builder();
    TlsPort.listen(builder, new InetSocketAddress("localhost", 0), certificates);
    builder.service(
        "/",
        (context, request) ->
            HttpResponse.of(
                ClientCertificate.subjectOf(context).map(Object::toString).orElse("nobody")));
    server = builder.build();
    server.start().join();
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  private String caller(SSLContext context, HttpClient.Version version) throws Exception {
    URI uri = URI.create("https://localhost:" + server.activeLocalPort());
    return HttpClient.newBuilder()
        .sslContext(context)
        .version(version)
        .build()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void tellsWhomACertificateOfTheAuthorityNames() throws Exception {
    SSLContext context = authority.trustShowing(authority.client("camera-7"));
    assertThat(caller(context, HttpClient.Version.HTTP_1_1)).isEqualTo("CN=camera-7");
    assertThat(caller(context, HttpClient.Version.HTTP_2)).isEqualTo("CN=camera-7");
  }

  @Test
  void servesCallersWithoutACertificate() throws Exception {
    assertThat(caller(authority.trust(), HttpClient.Version.HTTP_2)).isEqualTo("nobody");
  }

  @Test
  void refusesACertificateOfAnotherAuthority() throws Exception {
    X509Bundle foreign = TestAuthority.create().client("camera-7");
    SSLContext context = authority.trustShowing(foreign);
    assertThatThrownBy(() -> caller(context, HttpClient.Version.HTTP_1_1))
        .isInstanceOf(IOException.class);
  }
}
