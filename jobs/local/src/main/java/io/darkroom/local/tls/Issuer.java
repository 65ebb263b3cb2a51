package io.darkroom.local.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Creates certificates with ECDSA keys. They are valid from an hour ago on, for slow clocks. */
final class Issuer {

  private static final Duration SLOW_CLOCKS = Duration.ofHours(1);
  private static final int SERIAL_BITS = 127;
  private static final String IPV4 = "[0-9.]+";

  /** A certificate and its private key. */
  record Issued(X509Certificate certificate, PrivateKey key) {}

  private Issuer() {}

  /** Creates an authority whose certificates cannot issue others. */
  static Issued authority(String name, Duration validity)
      throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    X500Name self = new X500Name("CN=" + name);
    X509v3CertificateBuilder builder = certificate(self, self, validity, keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    return new Issued(signed(builder, keys.getPrivate()), keys.getPrivate());
  }

  /** Creates a server's certificate for host names and IP addresses; the first names it. */
  static Issued server(Issued authority, Collection<String> hosts, Duration validity)
      throws GeneralSecurityException, IOException {
    KeyPair keys = newKeys();
    X509v3CertificateBuilder builder =
        certificate(
            X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded()),
            new X500Name("CN=" + hosts.iterator().next()),
            validity,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()));
    builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
    return new Issued(signed(builder, authority.key()), keys.getPrivate());
  }

  private static GeneralNames names(Collection<String> hosts) {
    return new GeneralNames(hosts.stream().map(Issuer::name).toArray(GeneralName[]::new));
  }

  private static GeneralName name(String host) {
    boolean address = host.contains(":") || host.matches(IPV4);
    return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509v3CertificateBuilder certificate(
      X500Name issuer, X500Name subject, Duration validity, PublicKey key)
      throws GeneralSecurityException, IOException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(SERIAL_BITS, new SecureRandom()),
            Date.from(now.minus(SLOW_CLOCKS)),
            Date.from(now.plus(validity)),
            subject,
            key);
    return builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
