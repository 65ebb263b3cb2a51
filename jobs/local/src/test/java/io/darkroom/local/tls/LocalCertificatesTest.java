package io.darkroom.local.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.local.tls.Issuer.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCertificatesTest {

  @TempDir private Path folder;

  private LocalCertificates certificates;
  private PemFile server;
  private PemFile authority;

  @BeforeEach
  void create() throws IOException {
    certificates = new LocalCertificates(folder.resolve("tls"));
    certificates.ensure(List.of());
    authority = new PemFile(certificates.ca(), folder.resolve("tls/ca-key.pem"));
    server = new PemFile(folder.resolve("tls/certificate.pem"), folder.resolve("tls/key.pem"));
  }

  private static List<String> names(X509Certificate certificate) throws Exception {
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> (String) name.get(1))
        .toList();
  }

  @Test
  void issuesACertificateForThisMachine() throws Exception {
    X509Certificate certificate = server.read().certificate();
    certificate.verify(authority.read().certificate().getPublicKey());
    assertThat(names(certificate)).contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(Duration.between(Instant.now(), certificate.getNotAfter().toInstant()).toDays())
        .isBetween(363L, 365L);
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(authority.read().certificate().getBasicConstraints()).isZero();
  }

  @Test
  void keepsKeysFromOtherUsers() throws IOException {
    for (PemFile file : List.of(authority, server)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.key())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void keepsEverythingThatIsStillGood() throws IOException {
    String ca = Files.readString(authority.certificate());
    String certificate = Files.readString(server.certificate());
    certificates.ensure(List.of());
    assertThat(authority.certificate()).hasContent(ca);
    assertThat(server.certificate()).hasContent(certificate);
  }

  @Test
  void renewsTheCertificateInItsLast30DaysWithTheSameAuthority() throws Exception {
    Issued ca = authority.read();
    List<String> names = names(server.read().certificate());
    for (int days : new int[] {29, -1}) {
      server.write(Issuer.server(ca, names, Duration.ofDays(days)));
      certificates.ensure(List.of());
      assertThat(server.read().certificate().getNotAfter().toInstant())
          .isAfter(Instant.now().plus(Duration.ofDays(360)));
    }
    assertThat(authority.read().certificate()).isEqualTo(ca.certificate());
  }

  @Test
  void addsNewNamesWithTheSameAuthority() throws Exception {
    Issued ca = authority.read();
    certificates.ensure(List.of("camera.lan", "192.168.1.7"));
    assertThat(names(server.read().certificate())).contains("camera.lan", "192.168.1.7");
    assertThat(authority.read().certificate()).isEqualTo(ca.certificate());
  }

  @Test
  void replacesACertificateOfAnotherAuthority() throws Exception {
    authority.write(Issuer.authority("another", Duration.ofDays(100)));
    certificates.ensure(List.of());
    server.read().certificate().verify(authority.read().certificate().getPublicKey());
  }

  @Test
  void tellsWhatToDoAboutDamagedFiles() throws IOException {
    Files.writeString(authority.key(), "damaged");
    assertThatThrownBy(() -> certificates.ensure(List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder.resolve("tls") + ": not usable")
        .hasMessageContaining("Delete the folder");
  }
}
