package io.darkroom.gateway.pipelines;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.pipeline.PipelineTimeline;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PipelinesTest {

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static HttpResponse<byte[]> put(String id, String chain) {
    return darkroom.put(
        "/v1/pipelines/" + id, "{\"streamId\":\"cam\",\"chain\":\"%s\"}".formatted(chain));
  }

  @Test
  void incrementsTheRevisionForRealChangesOnly() {
    JsonNode created = json(put("rev", "grayscale"));
    assertThat(created.path("revision").asInt()).isEqualTo(1);
    assertThat(created.path("accelerator").asText()).isEqualTo("auto");
    assertThat(created.path("output").path("quality").asInt()).isEqualTo(90);
    assertThat(Instant.parse(created.path("effectiveFrom").asText()))
        .isBetween(Instant.now().minusSeconds(10), Instant.now().plus(PipelineTimeline.LEAD));

    assertThat(json(put("rev", " grayscale ")).path("revision").asInt()).isEqualTo(1);
    assertThat(json(put("rev", "grayscale(algorithm=bt709)")).path("revision").asInt())
        .isEqualTo(2);
    JsonNode found = darkroom.json("/v1/pipelines/rev");
    assertThat(found.path("revision").asInt()).isEqualTo(2);
    assertThat(found.path("chain").asText()).isEqualTo("grayscale(algorithm=bt709)");
  }

  @Test
  void keepsTheEffectiveTimeOfARevision() {
    darkroom.putPipeline("later", "cam", "");
    HttpResponse<byte[]> response =
        darkroom.put(
            "/v1/pipelines/later",
            "{\"streamId\":\"cam\",\"chain\":\"grayscale\",\"effectiveFrom\":\"2100-01-01T00:00:00Z\"}");
    assertThat(json(response).path("effectiveFrom").asText()).isEqualTo("2100-01-01T00:00:00Z");
  }

  @Test
  void listsAllPipelinesOrThoseOfAStream() {
    darkroom.putPipeline("list-a", "left", "");
    darkroom.putPipeline("list-b", "right", "");
    assertThat(darkroom.json("/v1/pipelines").path("pipelines").findValuesAsText("pipelineId"))
        .contains("list-a", "list-b");
    assertThat(
            darkroom
                .json("/v1/pipelines?streamId=left")
                .path("pipelines")
                .findValuesAsText("pipelineId"))
        .containsExactly("list-a");
    assertThat(darkroom.json("/v1/streams/left").path("pipelines").findValuesAsText("pipelineId"))
        .containsExactly("list-a");
  }

  @Test
  void deletesAPipeline() {
    darkroom.putPipeline("gone", "cam", "grayscale");
    assertThat(darkroom.delete("/v1/pipelines/gone").statusCode()).isEqualTo(200);
    assertThat(darkroom.get("/v1/pipelines/gone").statusCode()).isEqualTo(404);
    assertThat(darkroom.delete("/v1/pipelines/gone").statusCode()).isEqualTo(404);
    assertThat(json(put("gone", "grayscale")).path("revision").asInt()).isEqualTo(1);
  }

  @Test
  void showsTheNewestResultAsAnImage() {
    darkroom.putPipeline("shot", "shots", "grayscale");
    HttpResponse<byte[]> none = darkroom.get("/v1/pipelines/shot/snapshot");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(json(none).path("code").asText()).isEqualTo("NO_FRAME_YET");

    darkroom.post("/v1/streams/shots/frames", "image/jpeg", JPEG);
    await()
        .untilAsserted(
            () -> {
              HttpResponse<byte[]> shot = darkroom.get("/v1/pipelines/shot/snapshot");
              assertThat(shot.statusCode()).isEqualTo(200);
              assertThat(shot.headers().firstValue("content-type")).hasValue("image/jpeg");
              assertThat(shot.body()).isEqualTo(JPEG);
            });
    await().until(() -> pipelineOf("shots").path("frames").asLong() == 1);
    JsonNode status = pipelineOf("shots");
    assertThat(status.path("accelerator").asText()).isEqualTo("cpu");
    assertThat(status.path("revision").asInt()).isEqualTo(1);
    assertThat(status.path("latencyMicros").isIntegralNumber()).isTrue();
  }

  @Test
  void deliversNothingTwice() {
    darkroom.putPipeline("once", "repeats", "");
    Frame frame = Frame.captured("repeats", 1, 0, Instant.now(), Encoding.JPEG, Darkroom.jpeg());
    try (TestSocket watch = darkroom.socket("/v1/pipelines/once/frames?ack=none")) {
      for (long offset : new long[] {10, 11, 10, 11, 12}) {
        darkroom.job.deliver(
            frame.renumbered("repeats", 1, offset), "once", 1, new SourcePosition(0, offset, 5));
      }
      for (long offset = 10; offset <= 12; offset++) {
        assertThat(watch.nextFrame().getSequence()).isEqualTo(offset);
      }
    }
    await().until(() -> pipelineOf("repeats").path("frames").asLong() == 3);
    assertThat(pipelineOf("repeats").path("drops").path("duplicate").asLong()).isEqualTo(2);
  }

  private static JsonNode pipelineOf(String streamId) {
    return darkroom.json("/v1/streams/" + streamId).path("pipelines").path(0);
  }

  @Test
  void countsRejectsOfAStreamByCode() {
    darkroom.putPipeline("bad", "rejected", "broken");
    darkroom.post("/v1/streams/rejected/frames", "image/jpeg", JPEG);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        darkroom
                            .json("/v1/streams/rejected")
                            .path("rejects")
                            .path("FILTER_FAILED")
                            .asLong())
                    .isEqualTo(1));
  }
}
