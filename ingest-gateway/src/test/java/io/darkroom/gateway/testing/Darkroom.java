package io.darkroom.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.sources.SourceRunner;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A gateway with a broker and an optional fake job, and methods to call it. */
public final class Darkroom implements AutoCloseable {

  public static final ObjectMapper JSON = new ObjectMapper();
  public static final byte[] JPEG = image("jpg", 16, 8);
  public static final byte[] PNG = image("png", 16, 8);

  private static final AtomicInteger prefixes = new AtomicInteger();

  public final Topics topics;
  public final Gateway gateway;
  public final Broker broker;
  public final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  public FakeJob job;

  private Darkroom(Broker broker, GatewayConfig config) {
    this(broker, config, Gateway.start(config));
  }

  private Darkroom(Broker broker, GatewayConfig config, Gateway gateway) {
    this.broker = broker;
    this.topics = config.topics();
    this.gateway = gateway;
  }

  public static Darkroom of(GatewayConfig config, SourceRunner runner) {
    return new Darkroom(Broker.shared(), config, Gateway.start(config, runner, uri -> {}));
  }

  public static GatewayConfig config(Broker broker) {
    return new GatewayConfig(
        "localhost",
        0,
        broker.address(),
        Map.of(),
        new Topics("test" + prefixes.incrementAndGet()),
        Duration.ofSeconds(2),
        4,
        new ImageLimits(100, 1 << 20),
        new AccessConfig(false, Set.of("https://allowed.example"), Set.of()),
        Duration.ofSeconds(1),
        TopicSize.DEFAULT,
        SourceConfig.DEFAULT,
        LibraryConfig.DEFAULT,
        TelemetryConfig.DEFAULT,
        Map.of());
  }

  public static Darkroom of(GatewayConfig config) {
    return new Darkroom(Broker.shared(), config);
  }

  public static Darkroom withoutJob(Broker broker) {
    return new Darkroom(broker, config(broker));
  }

  public static Darkroom start() {
    Darkroom darkroom = withoutJob(Broker.shared());
    darkroom.startJob();
    return darkroom;
  }

  public static Darkroom behind(Wire wire, Broker broker) {
    wire.leadTo(Integer.parseInt(broker.address().replaceFirst(".*:", "")));
    return withoutJob(broker);
  }

  public void startJob() {
    job = FakeJob.start(broker.address(), topics);
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(get("/readyz").statusCode()).isEqualTo(200));
  }

  public void stopJob() throws Exception {
    job.close();
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + gateway.port() + path);
  }

  public HttpResponse<byte[]> get(String path) {
    return send("GET", path, null, null);
  }

  public HttpResponse<byte[]> post(String path, String contentType, byte[] body) {
    return send("POST", path, contentType, body);
  }

  public HttpResponse<byte[]> put(String path, String json) {
    return send("PUT", path, "application/json", json.getBytes(UTF_8));
  }

  public HttpResponse<byte[]> delete(String path) {
    return send("DELETE", path, null, null);
  }

  public HttpResponse<byte[]> send(String method, String path, String contentType, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (contentType != null) {
      request.header("content-type", contentType);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public JsonNode json(String path) {
    return json(get(path));
  }

  public static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void putPipeline(String id, String streamId, String chain) {
    assertThat(
            put(
                    "/v1/pipelines/" + id,
                    "{\"streamId\":\"%s\",\"chain\":\"%s\"}".formatted(streamId, chain))
                .statusCode())
        .isEqualTo(200);
  }

  public TestSocket socket(String path, String... headers) {
    return TestSocket.open(client, URI.create("ws://localhost:" + gateway.port() + path), headers);
  }

  public TestSocket socketSpeaking(String path, String first, String... others) {
    URI uri = URI.create("ws://localhost:" + gateway.port() + path);
    return TestSocket.speaking(client, uri, first, others);
  }

  public KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.address()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  public static ByteString jpeg() {
    return ByteString.copyFrom(JPEG);
  }

  public static byte[] image(String format, int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() throws Exception {
    gateway.close();
    if (job != null) {
      job.close();
    }
  }
}
