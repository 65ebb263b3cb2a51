package io.darkroom.local.tls;

import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.local.tls.Issuer.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The authority of this machine and its server's certificate, in a folder. Users trust the
 * authority once; the certificate is renewed.
 */
public record LocalCertificates(Path folder) {

  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3_650);
  private static final Duration SERVER_VALIDITY = Duration.ofDays(365);
  private static final Duration RENEWAL = Duration.ofDays(30);

  /** The certificate of the authority, which users trust. */
  public Path ca() {
    return folder.resolve("ca.pem");
  }

  private PemFile authority() {
    return new PemFile(ca(), folder.resolve("ca-key.pem"));
  }

  private PemFile server() {
    return new PemFile(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
  }

  /**
   * The server's certificate. Browsers are not told to use only TLS from now on: that would hold
   * for all other programs on localhost.
   */
  public TlsConfig config() {
    return TlsConfig.of(server().certificate(), server().key()).lenient();
  }

  /**
   * Creates what is missing, expires within 30 days or has other names. An existing authority is
   * kept.
   *
   * @param more names besides localhost, its addresses and the host name
   */
  public void ensure(Collection<String> more) throws IOException {
    Files.createDirectories(folder);
    try {
      Issued authority = ensureAuthority();
      Set<String> names = names(more);
      if (!server().exists() || !serves(server().read(), authority, names)) {
        server().write(Issuer.server(authority, names, SERVER_VALIDITY));
      }
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new IOException(
          "%s: not usable (expected: the files that up --tls has created). Delete the folder; users must then trust the new ca.pem. %s"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private Issued ensureAuthority() throws GeneralSecurityException, IOException {
    if (authority().exists()) {
      Issued present = authority().read();
      if (isLasting(present.certificate())) {
        return present;
      }
    }
    Issued created = Issuer.authority("Darkroom on " + hostName(), AUTHORITY_VALIDITY);
    authority().write(created);
    return created;
  }

  private static boolean serves(Issued present, Issued authority, Set<String> names)
      throws GeneralSecurityException {
    X509Certificate certificate = present.certificate();
    try {
      certificate.verify(authority.certificate().getPublicKey());
    } catch (GeneralSecurityException e) {
      return false;
    }
    return isLasting(certificate) && new TreeSet<>(names).equals(namesIn(certificate));
  }

  private static Set<String> namesIn(X509Certificate certificate) throws GeneralSecurityException {
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> written((String) name.get(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Java writes the IPv6 address of this machine in full. */
  private static String written(String name) {
    return name.equals("0:0:0:0:0:0:0:1") ? "::1" : name;
  }

  private static boolean isLasting(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant().isAfter(Instant.now().plus(RENEWAL));
  }

  private static Set<String> names(Collection<String> more) {
    Set<String> names = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1", hostName()));
    names.addAll(more);
    return names;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
