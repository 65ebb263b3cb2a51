package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.PipelineSubscriber;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stops and restarts Kafka while the gateway and the job run. */
class KafkaOutageIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static TestStack stack;

  private final HttpClient http = HttpClient.newHttpClient();
  private final byte[] jpeg = TestPictures.jpeg(64, 48, 1);

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void asksCallersToRetryAndRecoversAfterwards() throws Exception {
    stack
        .gateway()
        .put(
            "v1/pipelines/outage",
            JsonNodeFactory.instance.objectNode().put("streamId", "outage").put("chain", "invert"));
    AtomicInteger received = new AtomicInteger();
    try (PipelineSubscriber subscriber =
        stack.gateway().subscribe("outage", frame -> received.incrementAndGet())) {
      assertThat(publish().statusCode()).isEqualTo(200);
      await().atMost(TIMEOUT).until(() -> received.get() == 1);

      stack.local().broker().stop();
      assertUnavailable(publish());
      assertUnavailable(process());
      await().atMost(TIMEOUT).until(() -> get("/readyz").statusCode() == 503);
      assertThat(get("/livez").statusCode()).isEqualTo(200);
      assertThat(stack.gateway().get("healthz").at("/dependencies/kafka/state").asText())
          .isEqualTo("down");

      stack.local().broker().start();
      await().atMost(TIMEOUT).until(() -> publish().statusCode() == 200);
      await().atMost(TIMEOUT).until(() -> received.get() > 1);
      await().atMost(TIMEOUT).until(() -> process().statusCode() == 200);
      await().atMost(TIMEOUT).until(() -> get("/readyz").statusCode() == 200);
    }
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"code\":\"UNAVAILABLE\"");
    assertThat(response.headers().firstValue("retry-after")).isPresent();
  }

  private HttpResponse<String> publish() throws IOException, InterruptedException {
    return post("/v1/streams/outage/frames");
  }

  private HttpResponse<String> process() throws IOException, InterruptedException {
    return post("/v1/images:process?chain=invert");
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(stack.local().url() + path))
            .header("content-type", "image/jpeg")
            .POST(BodyPublishers.ofByteArray(jpeg))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(stack.local().url() + path)).build(),
        BodyHandlers.ofString());
  }
}
