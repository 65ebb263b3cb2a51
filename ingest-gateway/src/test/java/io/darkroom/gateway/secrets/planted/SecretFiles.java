package io.darkroom.gateway.secrets.planted;

import static io.darkroom.gateway.secrets.planted.Planted.secret;

import io.darkroom.gateway.secrets.KeysetFile;
import io.darkroom.gateway.testing.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcaPKCS8EncryptedPrivateKeyInfoBuilder;

/** The files from which the gateway reads its secrets, and the options that name them. */
final class SecretFiles {

  private static final int KEY_CHARACTERS = 43;

  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
          + " password=\"%s\"";

  private final Path folder;
  private final TestAuthority authority = TestAuthority.create();

  SecretFiles(Path folder) throws Exception {
    this.folder = folder;
    X509Bundle server = authority.server("localhost");
    write("tls.crt", server.getCertificatePathPEM());
    write("tls.key", encrypted(server, secret("tls")));
    write("tls.password", secret("tls") + "\n");
    write("admin.key", apiKey("admin") + "\n");
    write("collector.headers", SpanBytes.KEY_HEADER + "=" + secret("collector") + "\n");
    StringWriter text = new StringWriter();
    Properties kafka = new Properties();
    kafka.putAll(kafkaLogin());
    kafka.store(text, null);
    write("kafka.properties", text.toString());
    new KeysetFile(folder.resolve("keyset.json")).create();
  }

  private static String encrypted(X509Bundle bundle, String password) throws Exception {
    OutputEncryptor encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
            .setProvider(new BouncyCastleProvider())
            .setPassword(password.toCharArray())
            .build();
    byte[] der =
        new JcaPKCS8EncryptedPrivateKeyInfoBuilder(bundle.getKeyPair().getPrivate())
            .build(encryptor)
            .getEncoded();
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(der));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** The text of an API key; one of them is the administrator's. */
  static String apiKey(String name) {
    String filled = secret(name) + "-".repeat(KEY_CHARACTERS);
    return "darkroom_abcdefghijkl_" + filled.substring(0, KEY_CHARACTERS);
  }

  SSLContext trust() throws Exception {
    return authority.trust();
  }

  Map<String, String> brokerSettings() {
    return Map.of(
        "listener.security.protocol.map",
        "EXTERNAL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms",
        "PLAIN",
        "sasl.mechanism.inter.broker.protocol",
        "PLAIN",
        "listener.name.external.plain.sasl.jaas.config",
        LOGIN.formatted("admin", "a-secret")
            + " user_admin=\"a-secret\" user_gateway=\"%s\";".formatted(secret("kafka")));
  }

  Map<String, String> kafkaLogin() {
    return Map.of(
        "security.protocol",
        "SASL_PLAINTEXT",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        LOGIN.formatted("gateway", secret("kafka")) + ";");
  }

  Map<String, String> environment(String collector) {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector,
        "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
        "OTEL_TRACES_SAMPLER", "always_on",
        "OTEL_BSP_SCHEDULE_DELAY", "200",
        "DARKROOM_OTLP_HEADERS_FILE", folder.resolve("collector.headers").toString());
  }

  List<String> options(String kafka) {
    return List.of(
        "--port=0",
        "--bootstrap-servers=" + kafka,
        "--kafka-properties=" + folder.resolve("kafka.properties"),
        "--tls-certificate=" + folder.resolve("tls.crt"),
        "--tls-key=" + folder.resolve("tls.key"),
        "--tls-key-password-file=" + folder.resolve("tls.password"),
        "--auth=keys",
        "--admin-key-file=" + folder.resolve("admin.key"),
        "--secrets-keyset=" + folder.resolve("keyset.json"),
        "--source-allow=127.0.0.0/8",
        "--allow-trace-header",
        "--videos=" + folder,
        "--images=" + folder);
  }
}
