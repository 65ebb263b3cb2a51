package io.darkroom.gateway.sources.pull.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that a camera has signed itself.
 *
 * @param context for servers
 * @param fingerprint as sources pin it
 */
public record TestCertificate(SSLContext context, String fingerprint) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  public static TestCertificate make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("camera.p12");
    keytool(store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    byte[] certificate = keys.getCertificate("mykey").getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate);
    return new TestCertificate(context, "sha256:" + HexFormat.of().formatHex(hash));
  }

  private static void keytool(Path store) throws IOException, InterruptedException {
    Process run =
        new ProcessBuilder(
                new File(System.getProperty("java.home"), "bin/keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=camera",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(run.getInputStream().readAllBytes());
    assertThat(run.waitFor(60, TimeUnit.SECONDS) && run.exitValue() == 0).as(output).isTrue();
  }
}
