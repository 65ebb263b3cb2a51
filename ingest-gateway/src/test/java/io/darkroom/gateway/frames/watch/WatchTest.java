package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class WatchTest {

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static void deliver(String pipelineId, int from, int to) {
    darkroom.job.deliver(pipelineId, from, to, Darkroom.jpeg());
  }

  private static int statusOf(String path, String... headers) {
    try (TestSocket socket = darkroom.socket(path, headers)) {
      return 101;
    } catch (RuntimeException e) {
      return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }
  }

  @Test
  void sendsProcessedFramesAsTheyAreAcknowledged() throws Exception {
    darkroom.putPipeline("acked", "acked-stream", "grayscale");
    try (TestSocket watch = darkroom.socket("/v1/pipelines/acked/frames?ack=2&max_lag=60000")) {
      for (int i = 0; i < 5; i++) {
        darkroom.post("/v1/streams/acked-stream/frames", "image/jpeg", JPEG);
      }
      assertThat(watch.nextFrame().getSequence()).isZero();
      var second = watch.nextFrame();
      assertThat(second.getSequence()).isEqualTo(1);
      assertThat(second.getProcessing().getPipelineId()).isEqualTo("acked");
      // The third is held back until one acknowledgement covers the first two.
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          darkroom
                              .json("/v1/streams/acked-stream")
                              .at("/pipelines/0/frames")
                              .asInt())
                      .isEqualTo(5));
      assertThat(watch.messages).isEmpty();
      watch.acknowledge(1);
      assertThat(watch.nextFrame().getSequence()).isEqualTo(2);
      assertThat(watch.nextFrame().getSequence()).isEqualTo(3);
    }
  }

  @Test
  void beginsWithTheNewestFrameOnRequest() {
    darkroom.putPipeline("late", "late-stream", "");
    darkroom.post("/v1/streams/late-stream/frames", "image/jpeg", JPEG);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        darkroom.json("/v1/streams/late-stream").at("/pipelines/0/frames").asInt())
                    .isEqualTo(1));
    try (TestSocket raw = darkroom.socket("/v1/streams/late-stream/frames?newest=true");
        TestSocket processed = darkroom.socket("/v1/pipelines/late/frames?newest=true");
        TestSocket next = darkroom.socket("/v1/pipelines/late/frames")) {
      assertThat(raw.nextFrame().getSequence()).isZero();
      assertThat(processed.nextFrame().getSequence()).isZero();
      darkroom.post("/v1/streams/late-stream/frames", "image/jpeg", JPEG);
      assertThat(raw.nextFrame().getSequence()).isEqualTo(1);
      assertThat(processed.nextFrame().getSequence()).isEqualTo(1);
      assertThat(next.nextFrame().getSequence()).isEqualTo(1);
    }
  }

  @Test
  void sendsFramesToAWatcherThatReadsWithoutAcknowledging() {
    darkroom.putPipeline("naive", "naive-stream", "");
    try (TestSocket watch = darkroom.socket("/v1/pipelines/naive/frames")) {
      for (int i = 0; i < 10; i++) {
        deliver("naive", i, i + 1);
        assertThat(watch.nextFrame().getSequence()).isEqualTo(i);
      }
      assertThat(watch.nextJson().at("/hello/limits/unacknowledgedFrames").asInt(-1)).isZero();
      assertThat(watch.texts).isEmpty();
    }
  }

  @Test
  void agreesOnTheFirstKnownSubProtocol() {
    darkroom.putPipeline("spoken", "spoken-stream", "");
    String watch = "/v1/pipelines/spoken/frames";
    try (TestSocket plain = darkroom.socket(watch);
        TestSocket v1 = darkroom.socketSpeaking(watch, "darkroom.v9", "darkroom.v1");
        TestSocket ack = darkroom.socketSpeaking(watch, "darkroom.v1.ack", "darkroom.v1");
        TestSocket publish = darkroom.socketSpeaking("/v1/streams/spoken/publish", "darkroom.v1")) {
      assertThat(plain.subProtocol()).isEmpty();
      assertThat(v1.subProtocol()).isEqualTo("darkroom.v1");
      assertThat(v1.nextJson().at("/hello/limits/unacknowledgedFrames").asInt(-1)).isZero();
      assertThat(ack.subProtocol()).isEqualTo("darkroom.v1.ack");
      assertThat(ack.nextJson().at("/hello/limits/unacknowledgedFrames").asInt()).isEqualTo(2);
      assertThat(publish.subProtocol()).isEqualTo("darkroom.v1");
    }
  }

  @Test
  void refusesUnknownParametersAndNamesTheKnownOnes() {
    darkroom.putPipeline("asked", "asked-stream", "");
    assertInvalid(
        "/v1/pipelines/asked/frames?max_leg=2",
        "\"max_leg\"",
        "ack, from, max_lag, newest, width",
        "Did you mean max_lag?");
    assertInvalid("/v1/streams/asked/frames?newest=yes", "\"yes\"", "true or false");
    assertInvalid("/v1/streams/asked/frames?ack=0", "\"0\"", "none, or 1 to 64");
    assertInvalid("/v1/streams/asked/frames?ack=65", "\"65\"", "none, or 1 to 64");
    for (String width : new String[] {"15", "8193", "wide", "-20"}) {
      assertInvalid("/v1/streams/asked/frames?width=" + width, "16 to 8192 px");
    }
    assertInvalid("/v1/streams/asked/publish?ack=none", "\"ack\"", "expected: orientation");
  }

  private static void assertInvalid(String path, String... parts) {
    HttpResponse<byte[]> response = darkroom.get(path);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode error = Darkroom.json(response);
    assertThat(error.path("code").asText()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.path("message").asText()).contains(parts);
  }

  @Test
  void closesTheSocketsOfADeletedPipeline() {
    darkroom.putPipeline("deleted", "deleted-stream", "");
    TestSocket watch = darkroom.socket("/v1/pipelines/deleted/frames");
    deliver("deleted", 0, 1);
    watch.nextFrame();
    darkroom.delete("/v1/pipelines/deleted");
    assertThat(watch.closed.join()).isEqualTo(4404);
    assertThat(watch.nextJson().has("hello")).isTrue();
    assertThat(watch.nextJson().at("/error/code").asText()).isEqualTo("NOT_FOUND");
  }

  private static void awaitSubscribers(int subscribers) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        darkroom
                            .json("/v1/streams/counted-stream")
                            .at("/pipelines/0/subscribers")
                            .asInt(-1))
                    .isEqualTo(subscribers));
  }

  @Test
  void forgetsSubscribersThatCloseOrVanish() {
    darkroom.putPipeline("counted", "counted-stream", "");
    TestSocket closing = darkroom.socket("/v1/pipelines/counted/frames");
    TestSocket vanishing = darkroom.socket("/v1/pipelines/counted/frames");
    awaitSubscribers(2);
    closing.close();
    awaitSubscribers(1);
    vanishing.vanish();
    awaitSubscribers(0);
  }

  @Test
  void refusesTheUpgradeWithAnErrorCode() {
    darkroom.putPipeline("known", "cam", "");
    assertThat(statusOf("/v1/pipelines/unknown/frames")).isEqualTo(404);
    assertThat(statusOf("/v1/pipelines/known/frames?max_lag=soon")).isEqualTo(400);
    assertThat(statusOf("/v1/streams/-bad/publish")).isEqualTo(400);
    assertThat(darkroom.get("/v1/pipelines/known/frames").statusCode()).isEqualTo(400);
  }

  @Test
  void acceptsProgramsOwnPagesAndAllowedOriginsOnly() {
    String path = "/v1/streams/origins/frames";
    assertThat(statusOf(path)).isEqualTo(101);
    assertThat(statusOf(path, "origin", "http://localhost:" + darkroom.gateway.port()))
        .isEqualTo(101);
    assertThat(statusOf(path, "origin", "https://allowed.example")).isEqualTo(101);
    assertThat(statusOf(path, "origin", "https://elsewhere.example")).isEqualTo(403);
  }

  @Test
  void closesSocketsWithGoingAwayOnShutdown() throws Exception {
    try (Darkroom other = Darkroom.withoutJob(Broker.shared())) {
      TestSocket watch = other.socket("/v1/streams/cam/frames");
      TestSocket publish = other.socket("/v1/streams/cam/publish");
      long start = System.nanoTime();
      other.gateway.close();
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
      assertThat(watch.closed.get()).isEqualTo(1001);
      assertThat(publish.closed.get()).isEqualTo(1001);
      assertThatThrownBy(() -> other.get("/livez")).isInstanceOf(UncheckedIOException.class);
    }
  }
}
