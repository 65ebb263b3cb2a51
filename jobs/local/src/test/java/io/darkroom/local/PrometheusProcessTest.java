package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusProcessTest {

  @TempDir private Path folder;

  @Test
  void trustsTheAuthorityOfAGatewayThatSpeaksTls() throws IOException {
    Path ca = folder.resolve("ca.pem");
    PrometheusProcess.configure(
        folder, "localhost:1", "localhost:2", Optional.of(ca), Optional.empty());
    assertThat(folder.resolve("prometheus.yml"))
        .content()
        .containsOnlyOnce("scheme: https")
        .contains(
            "  - job_name: gateway\n    scheme: https\n    tls_config:\n      ca_file: %s\n"
                    .formatted(ca)
                + "    file_sd_configs:");
  }

  @Test
  void showsAKeyToAGatewayThatAsksForOne() throws IOException {
    Path key = folder.resolve("admin.key");
    PrometheusProcess.configure(
        folder, "localhost:1", "localhost:2", Optional.empty(), Optional.of(key));
    assertThat(folder.resolve("prometheus.yml"))
        .content()
        .contains(
            "  - job_name: gateway\n    authorization:\n      credentials_file: %s\n"
                .formatted(key));
  }

  @Test
  void scrapesAGatewayWithoutTls() throws IOException {
    PrometheusProcess.configure(folder, "localhost:1", "localhost:2");
    assertThat(folder.resolve("prometheus.yml")).content().doesNotContain("https");
  }
}
