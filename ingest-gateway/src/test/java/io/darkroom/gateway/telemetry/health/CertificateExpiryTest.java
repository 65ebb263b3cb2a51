package io.darkroom.gateway.telemetry.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class CertificateExpiryTest {

  @TempDir Path folder;

  @Test
  void findsTheFirstCertificateToExpire() throws Exception {
    Path chain = folder.resolve("chain.pem");
    Files.writeString(chain, Files.readString(certificate("long", 400)));
    Files.writeString(chain, Files.readString(chain) + Files.readString(certificate("short", 30)));
    assertThat(new CertificateExpiry(chain).at().orElseThrow())
        .isBetween(
            Instant.now().plus(Duration.ofDays(29)), Instant.now().plus(Duration.ofDays(31)));
  }

  @Test
  void isEmptyWithoutACertificate() throws Exception {
    assertThat(new CertificateExpiry(folder.resolve("absent.pem")).at()).isEmpty();
    Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
    assertThat(new CertificateExpiry(text).at()).isEmpty();
  }

  private Path certificate(String name, int days) throws Exception {
    String store = folder.resolve(name + ".p12").toString();
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "" + days, store);
    Path pem = folder.resolve(name + ".pem");
    keytool("-exportcert", "-rfc", "-file", pem.toString(), store);
    return pem;
  }

  /** The last argument is the key store. */
  private static void keytool(String... arguments) throws Exception {
    File home = new File(System.getProperty("java.home"), "bin/keytool");
    List<String> command = new ArrayList<>();
    command.add(home.toString());
    command.addAll(List.of(arguments).subList(0, arguments.length - 1));
    command.addAll(List.of("-keystore", arguments[arguments.length - 1], "-storepass", "changeit"));
    Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(run.getInputStream().readAllBytes());
    assertThat(run.waitFor(60, TimeUnit.SECONDS) && run.exitValue() == 0).as(output).isTrue();
  }
}
