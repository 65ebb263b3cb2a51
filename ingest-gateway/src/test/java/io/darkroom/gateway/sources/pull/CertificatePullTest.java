package io.darkroom.gateway.sources.pull;

import static io.darkroom.gateway.sources.pull.PullTesting.awaitFrames;
import static io.darkroom.gateway.sources.pull.PullTesting.awaitState;
import static io.darkroom.gateway.sources.pull.PullTesting.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Footage;
import io.darkroom.gateway.sources.pull.server.RtspServer;
import io.darkroom.gateway.sources.pull.server.TestCertificate;
import io.darkroom.gateway.sources.pull.server.WebServer;
import io.darkroom.v1.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests https and rtsps cameras that have signed their certificates themselves. */
@Tag("slow")
class CertificatePullTest {

  private static final String OTHER =
      "sha256:0123456789012345678901234567890123456789012345678901234567890123";

  @TempDir static Path folder;

  private static TestCertificate certificate;
  private static Footage footage;

  private final TestSink sink = new TestSink();

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.make(folder);
    footage = Footage.h264(160, 96, 30);
    Files.write(folder.resolve("snap.jpg"), Footage.mjpeg(160, 96, 10).pictures().get(0).get(0));
  }

  private Source.Builder source(String uri, String rule) {
    return Source.newBuilder().setUri(uri).setCertificate(rule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "pin"})
  void fetchesByHttpsIfTheRuleAcceptsTheCertificate(String rule) throws Exception {
    try (WebServer server = WebServer.start(folder, certificate.context());
        SourceRun run = start(source(server.url("/snap.jpg"), ruleOf(rule)), sink)) {
      awaitFrames(sink, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "verify", OTHER})
  void namesTheFingerprintOfACertificateThatIsRefused(String rule) throws Exception {
    try (WebServer server = WebServer.start(folder, certificate.context());
        SourceRun run = start(source(server.url("/snap.jpg"), rule), sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("certificate", certificate.fingerprint());
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"skip", "pin"})
  void playsRtspsIfTheRuleAcceptsTheCertificate(String rule) throws Exception {
    try (RtspServer server = RtspServer.start(footage, certificate.context());
        SourceRun run = start(source(rtsps(server), ruleOf(rule)), sink)) {
      awaitFrames(sink, 10);
      assertThat(run.status().getState()).isEqualTo("live");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "verify", OTHER})
  void opensNoRtspsWithACertificateThatIsRefused(String rule) throws Exception {
    try (RtspServer server = RtspServer.start(footage, certificate.context());
        SourceRun run = start(source(rtsps(server), rule), sink)) {
      assertThat(awaitState(run, "backing_off").getReason())
          .contains("rtsps:", certificate.fingerprint());
    }
  }

  @Test
  void saysThatAServerDoesNotSpeakTls() throws Exception {
    try (WebServer server = WebServer.start(folder);
        SourceRun run = start(server.url("/snap.jpg").replace("http", "https"), sink)) {
      assertThat(awaitState(run, "backing_off").getReason()).contains("TLS");
    }
  }

  private static String rtsps(RtspServer server) {
    return server.url().replace("rtsp:", "rtsps:");
  }

  private static String ruleOf(String name) {
    return name.equals("pin")
        ? certificate.fingerprint().toUpperCase().replace("SHA", "sha")
        : name;
  }
}
