package io.darkroom.gateway.tls;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.common.TlsProvider;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.gateway.telemetry.health.Checks;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of the server. Each check of its health reads the files again; if they have
 * changed, new connections get what they hold. Open connections keep theirs. Files that are wrong
 * are a problem, and change nothing. Thread-safe.
 */
public final class Certificates implements TlsProvider, Checks.Check {

  private static final Logger log = LoggerFactory.getLogger(Certificates.class);

  private final TlsConfig config;
  private volatile Identity identity;
  private PemFiles used;
  private PemFiles seen;
  private String problem = "";

  private Certificates(TlsConfig config, PemFiles files) {
    this.config = config;
    this.used = files;
    this.seen = files;
    this.identity = Identity.in(files, config);
  }

  /**
   * Reads the files.
   *
   * @throws DarkroomException naming the file, if one is missing or wrong, or they do not fit
   */
  public static Certificates open(TlsConfig config) {
    return new Certificates(config, PemFiles.read(config));
  }

  /** Whether clients are asked for a certificate. */
  boolean askClients() {
    return config.clientCa().isPresent();
  }

  /** Whether browsers are told to use only TLS for this host from now on. */
  boolean strict() {
    return config.strict();
  }

  @Override
  public TlsKeyPair keyPair(String hostname) {
    return identity.keys();
  }

  /**
   * The authorities of clients. If clients are not asked, any short list will do: without one,
   * Java's own authorities are read again for a connection while no other is open.
   */
  @Override
  public List<X509Certificate> trustedCertificates(String hostname) {
    Identity current = identity;
    return askClients() ? current.clientAuthorities() : current.keys().certificateChain();
  }

  /**
   * Why the files, or the certificate in use, are wrong. Waits until the files are the same twice,
   * because a certificate and its key may be replaced one after the other.
   */
  @Override
  public synchronized String problem() {
    PemFiles found = PemFiles.read(config);
    boolean settled = found.equals(seen);
    seen = found;
    if (settled && !found.equals(used)) {
      used = found;
      problem = replace(found);
    }
    return problem.isEmpty() ? expiry() : problem;
  }

  private String replace(PemFiles files) {
    try {
      identity = Identity.in(files, config);
      log.info(
          "tls: new connections get the certificate of {}, valid until {}",
          identity.certificate().getSubjectX500Principal(),
          identity.expires());
      return "";
    } catch (DarkroomException e) {
      return e.getMessage() + " The earlier certificate stays in use.";
    }
  }

  private String expiry() {
    Instant expires = identity.expires();
    return expires.isAfter(Instant.now())
        ? ""
        : "--tls-certificate: expired at %s (expected: a valid certificate). Renew it."
            .formatted(expires);
  }
}
