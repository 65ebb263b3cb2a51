package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.GatewayOptions;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestAuthority;
import io.darkroom.gateway.testing.TestSocket;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A gateway whose Kafka wants TLS, and a certificate or a password. */
@Tag("slow")
class SecuredKafkaTest {

  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\""
          + " password=\"%s\"";

  @TempDir private Path folder;

  private TestAuthority authority;
  private Map<String, String> trust;

  @BeforeEach
  void create() throws Exception {
    authority = TestAuthority.create();
    trust =
        Map.of(
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.certificates",
            authority.root().getCertificatePEM());
  }

  private static Map<String, String> keys(X509Bundle bundle) {
    return Map.of(
        "ssl.keystore.type",
        "PEM",
        "ssl.keystore.certificate.chain",
        bundle.getCertificatePathPEM(),
        "ssl.keystore.key",
        bundle.getPrivateKeyPEM());
  }

  private Broker broker(String protocol, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(trust);
    settings.putAll(keys(authority.server("localhost")));
    settings.put(
        "listener.security.protocol.map", "EXTERNAL:%s,CONTROLLER:PLAINTEXT".formatted(protocol));
    settings.putAll(more);
    return Broker.with(settings);
  }

  /** Starts a gateway with the settings in a file, and publishes a frame. */
  private void publish(Broker broker, Map<String, String> settings) throws Exception {
    try (Gateway gateway = Gateway.start(config(broker, settings));
        TestSocket socket =
            TestSocket.open(
                HttpClient.newHttpClient(),
                URI.create("ws://localhost:%d/v1/streams/cam/publish".formatted(gateway.port())))) {
      socket.send(Darkroom.JPEG);
      assertThat(socket.nextJson().path("sequence").isNumber()).isTrue();
    }
  }

  private GatewayConfig config(Broker broker, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(trust);
    properties.putAll(settings);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Path file = Files.writeString(folder.resolve("kafka.properties"), text.toString());
    GatewayOptions options = new GatewayOptions();
    new CommandLine(options)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(
            "--port=0",
            "--bootstrap-servers=" + broker.address(),
            "--kafka-properties=" + file,
            "--videos=" + folder,
            "--images=" + folder);
    return options.toConfig();
  }

  @Test
  void showsItsCertificateToKafka() throws Exception {
    Map<String, String> client = new HashMap<>(keys(authority.client("gateway")));
    client.put("security.protocol", "SSL");
    try (Broker broker = broker("SSL", Map.of("ssl.client.auth", "required"))) {
      publish(broker, client);
    }
  }

  @Test
  void signsInToKafkaWithAPassword() throws Exception {
    Map<String, String> users =
        Map.of(
            "sasl.enabled.mechanisms",
            "PLAIN",
            "sasl.mechanism.inter.broker.protocol",
            "PLAIN",
            "listener.name.external.plain.sasl.jaas.config",
            LOGIN.formatted("admin", "a-secret")
                + " user_admin=\"a-secret\" user_gateway=\"g-secret\";");
    try (Broker broker = broker("SASL_SSL", users)) {
      publish(broker, login("g-secret"));
      GatewayConfig wrong = config(broker, login("w-secret"));
      assertThatThrownBy(() -> Gateway.start(wrong))
          .isInstanceOf(DarkroomException.class)
          .hasMessageNotContaining("w-secret");
    }
  }

  private static Map<String, String> login(String password) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "PLAIN",
        "sasl.jaas.config",
        LOGIN.formatted("gateway", password) + ";");
  }
}
