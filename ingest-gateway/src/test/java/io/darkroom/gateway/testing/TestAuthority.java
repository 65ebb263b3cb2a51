package io.darkroom.gateway.testing;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/** An authority that issues certificates, and clients that trust it. */
public record TestAuthority(X509Bundle root) {

  public static TestAuthority create() throws Exception {
    return new TestAuthority(
        new CertificateBuilder()
            .ecp256()
            .subject("CN=Test authority")
            .setIsCertificateAuthority(true)
            .setKeyUsage(true, CertificateBuilder.KeyUsage.keyCertSign)
            .buildSelfSigned());
  }

  /** A certificate for localhost. */
  public X509Bundle server(String name) throws Exception {
    return certificate(name).ecp256().buildIssuedBy(root);
  }

  public X509Bundle client(String name) throws Exception {
    return certificate(name).ecp256().buildIssuedBy(root);
  }

  public static CertificateBuilder certificate(String name) throws Exception {
    return new CertificateBuilder()
        .subject("CN=" + name)
        .addSanDnsName("localhost")
        .addSanIpAddress("127.0.0.1");
  }

  /** The authority's certificate as a file. */
  public Path file(Path folder) throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), root.getCertificatePEM());
  }

  /** A context that trusts this authority alone, and shows no certificate. */
  public SSLContext trust() throws Exception {
    return context(null);
  }

  /** A context that trusts this authority alone, and shows a certificate of any authority. */
  public SSLContext trustShowing(X509Bundle client) throws Exception {
    return context(client.toKeyManagerFactory().getKeyManagers());
  }

  private SSLContext context(KeyManager[] keys) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, root.toTrustManagerFactory().getTrustManagers(), null);
    return context;
  }

  public static HttpClient over(SSLContext context) {
    return HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_1_1).build();
  }
}
