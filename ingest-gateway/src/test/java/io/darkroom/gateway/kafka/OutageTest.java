package io.darkroom.gateway.kafka;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.gateway.testing.Wire;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class OutageTest {

  private static void assertUnavailable(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(json(response).path("code").asText()).isEqualTo("UNAVAILABLE");
    assertThat(response.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void reportsAnOutageOfKafkaAndRecovers() throws Exception {
    try (Wire wire = new Wire();
        Broker broker = Broker.reachedThrough(wire.port());
        Darkroom darkroom = Darkroom.behind(wire, broker);
        TestSocket watch = darkroom.socket("/v1/streams/cam/frames?ack=none")) {
      assertThat(darkroom.post("/v1/streams/cam/frames", "image/jpeg", JPEG).statusCode())
          .isEqualTo(200);
      assertThat(watch.nextFrame().getSequence()).isZero();
      darkroom.putPipeline("p", "cam", "");
      wire.cut();

      long start = System.nanoTime();
      assertUnavailable(darkroom.post("/v1/streams/cam/frames", "image/jpeg", JPEG));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(darkroom.json("/healthz").at("/dependencies/kafka/state").asText())
                      .isEqualTo("down"));
      start = System.nanoTime();
      assertUnavailable(darkroom.post("/v1/images:process", "image/jpeg", JPEG));
      assertUnavailable(darkroom.put("/v1/pipelines/q", "{\"streamId\":\"cam\",\"chain\":\"\"}"));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
      assertThat(darkroom.get("/v1/pipelines/p").statusCode()).isEqualTo(200);

      wire.restore();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(
                          darkroom.post("/v1/streams/cam/frames", "image/jpeg", JPEG).statusCode())
                      .isEqualTo(200));
      assertThat(watch.nextFrame().getSequence()).isPositive();
    }
  }
}
