package io.darkroom.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.gateway.testing.TestAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

  @TempDir private Path folder;

  private TestAuthority authority;
  private ServerFiles files;

  @BeforeEach
  void create() throws Exception {
    authority = TestAuthority.create();
    files = new ServerFiles(folder).write(authority.server("first"));
  }

  private static String subject(Certificates certificates) {
    return certificates.keyPair("*").certificateChain().get(0).getSubjectX500Principal().getName();
  }

  /** The problem once the files have settled. */
  private static String settled(Certificates certificates) {
    certificates.problem();
    return certificates.problem();
  }

  private void assertRefused(TlsConfig config, String start, String end) {
    assertThatThrownBy(() -> Certificates.open(config))
        .isInstanceOf(DarkroomException.class)
        .hasMessageStartingWith(start)
        .hasMessageEndingWith(end);
  }

  @Test
  void usesChangedFilesOnceTheyHaveSettled() throws Exception {
    Certificates certificates = Certificates.open(files.config());
    assertThat(settled(certificates)).isEmpty();
    files.write(authority.server("second"));
    assertThat(certificates.problem()).isEmpty();
    assertThat(subject(certificates)).isEqualTo("CN=first");
    assertThat(certificates.problem()).isEmpty();
    assertThat(subject(certificates)).isEqualTo("CN=second");
  }

  @Test
  void followsALinkThatPointsElsewhereAsKubernetesRenews() throws Exception {
    Path one = Files.createDirectory(folder.resolve("..1"));
    Path two = Files.createDirectory(folder.resolve("..2"));
    new ServerFiles(one).write(authority.server("one"));
    new ServerFiles(two).write(authority.server("two"));
    Path link = Files.createSymbolicLink(folder.resolve("..data"), one);
    Certificates certificates = Certificates.open(new ServerFiles(link).config());
    assertThat(subject(certificates)).isEqualTo("CN=one");

    Path next = Files.createSymbolicLink(folder.resolve("..next"), two);
    Files.move(next, link, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(settled(certificates)).isEmpty();
    assertThat(subject(certificates)).isEqualTo("CN=two");
  }

  @Test
  void keepsItsCertificateWhileTheFilesAreBroken() throws Exception {
    Certificates certificates = Certificates.open(files.config());
    X509Bundle second = authority.server("second");
    Files.writeString(files.certificate(), second.getCertificatePathPEM());
    assertThat(settled(certificates))
        .startsWith("--tls-key: " + files.key() + " does not belong to the first certificate in ")
        .endsWith("The earlier certificate stays in use.");
    assertThat(subject(certificates)).isEqualTo("CN=first");

    Files.delete(files.certificate());
    assertThat(settled(certificates)).contains("It does not exist.");
    Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nAAAA\n");
    assertThat(settled(certificates)).contains("tls.crt has no certificate");
    assertThat(subject(certificates)).isEqualTo("CN=first");

    files.write(second);
    assertThat(settled(certificates)).isEmpty();
    assertThat(subject(certificates)).isEqualTo("CN=second");
  }

  @Test
  void tellsThatTheCertificateHasExpired() throws Exception {
    files.write(
        TestAuthority.certificate("old")
            .ecp256()
            .notBefore(Instant.now().minus(Duration.ofDays(2)))
            .notAfter(Instant.now().minus(Duration.ofDays(1)))
            .buildIssuedBy(authority.root()));
    assertThat(Certificates.open(files.config()).problem())
        .startsWith("--tls-certificate: expired at ")
        .endsWith("(expected: a valid certificate). Renew it.");
  }

  @Test
  void usesRsaKeysToo() throws Exception {
    files.write(TestAuthority.certificate("rsa").rsa2048().buildIssuedBy(authority.root()));
    assertThat(subject(Certificates.open(files.config()))).isEqualTo("CN=rsa");
  }

  /** As cert-manager and openssl ecparam write them. */
  @Test
  void readsEcKeysInTheirOwnForm() throws Exception {
    X509Bundle server = authority.server("sec1");
    files.write(server);
    KeyPair keys = server.getKeyPair();
    SubjectPublicKeyInfo known = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    ECPrivateKey own =
        new ECPrivateKey(
            256,
            ((java.security.interfaces.ECPrivateKey) keys.getPrivate()).getS(),
            known.getPublicKeyData(),
            known.getAlgorithm().getParameters());
    Files.writeString(files.key(), pem("EC PRIVATE KEY", own.getEncoded()));
    assertThat(subject(Certificates.open(files.config()))).isEqualTo("CN=sec1");
  }

  @Test
  void refusesKeysThatTheEngineDoesNotSupport() throws Exception {
    files.write(
        TestAuthority.certificate("dsa")
            .algorithm(CertificateBuilder.Algorithm.ed448)
            .buildIssuedBy(authority.root()));
    assertRefused(files.config(), "--tls-certificate: ", "Replace the file.");
  }

  @Test
  void namesTheFileThatIsMissingOrWrong() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    assertRefused(
        TlsConfig.of(nowhere, files.key()),
        "--tls-certificate: %s (expected: a file that this user can read)".formatted(nowhere),
        "It does not exist.");
    assertRefused(
        TlsConfig.of(files.certificate(), nowhere), "--tls-key: " + nowhere, "does not exist.");
    assertRefused(
        TlsConfig.of(files.key(), files.certificate()),
        "--tls-certificate: %s has no certificate".formatted(files.key()),
        "Replace the file.");
    assertRefused(
        TlsConfig.of(files.certificate(), files.certificate()),
        "--tls-key: %s has no private key".formatted(files.certificate()),
        "Replace the file.");
    assertRefused(
        files.config().withClientCa(files.key()),
        "--tls-client-ca: %s has no certificate".formatted(files.key()),
        "Replace the file.");
    Files.writeString(
        files.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertRefused(files.config(), "--tls-key: %s is damaged".formatted(files.key()), "file.");
  }

  @Test
  void opensAnEncryptedKeyWithItsPassword() throws Exception {
    X509Bundle server = authority.server("secret");
    files.write(server);
    Files.writeString(files.key(), encrypted(server.getKeyPair().getPrivate().getEncoded(), "pw"));
    assertRefused(
        files.config(),
        "--tls-key: %s is encrypted".formatted(files.key()),
        "Pass a file with its password as --tls-key-password-file.");

    Path password = Files.writeString(folder.resolve("password"), "pw\n");
    TlsConfig config = files.config().withKeyPassword(password);
    assertThat(subject(Certificates.open(config))).isEqualTo("CN=secret");

    Files.writeString(password, "wrong");
    assertRefused(
        config,
        "--tls-key-password-file: %s does not open %s".formatted(password, files.key()),
        "Replace the file.");
  }

  @Test
  void explainsKeysInTheOldEncryptedForm() throws IOException {
    Files.writeString(
        files.key(),
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAA\n"
            + "-----END RSA PRIVATE KEY-----\n");
    assertRefused(files.config(), "--tls-key: ", "Convert it with openssl pkcs8 -topk8.");
  }

  @Test
  void aCertificateNeedsAKey() {
    assertThatThrownBy(
            () ->
                new TlsConfig(
                    Optional.of(files.certificate()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String encrypted(byte[] key, String password) throws Exception {
    OutputEncryptor encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
            .setProvider(new BouncyCastleProvider())
            .setPassword(password.toCharArray())
            .build();
    byte[] der = new PKCS8EncryptedPrivateKeyInfoBuilder(key).build(encryptor).getEncoded();
    return pem("ENCRYPTED PRIVATE KEY", der);
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
  }
}
