package io.darkroom.gateway.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Timestamp;
import io.darkroom.error.DarkroomException;
import io.darkroom.v1.FrameSummary;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.StreamStatus;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class ProtoJsonTest {

  @Test
  void writesNestedIntegersAsNumbers() {
    JsonNode json =
        ProtoJson.toJson(
            StreamStatus.newBuilder()
                .setFrames(7)
                .putDrops("slow_subscriber", 3)
                .setLastFrame(
                    FrameSummary.newBuilder()
                        .setEpoch(-5)
                        .setCapturedAt(Timestamp.newBuilder().setSeconds(1)))
                .addPipelines(PipelineStatus.newBuilder().setLatencyMicros(9))
                .build());
    assertThat(json.path("frames").isIntegralNumber()).isTrue();
    assertThat(json.at("/drops/slow_subscriber").isIntegralNumber()).isTrue();
    assertThat(json.at("/lastFrame/epoch").longValue()).isEqualTo(-5);
    assertThat(json.at("/lastFrame/capturedAt").asText()).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(json.at("/pipelines/0/latencyMicros").longValue()).isEqualTo(9);
  }

  @Test
  void writesZeros() {
    JsonNode json = ProtoJson.toJson(StreamStatus.getDefaultInstance());
    assertThat(json.path("frames").isIntegralNumber()).isTrue();
    assertThat(json.path("pipelines").isArray()).isTrue();
    assertThat(json.has("lastFrame")).isFalse();
  }

  @Test
  void writesIntegersOfAnySizeAsNumbers() {
    JsonNode json =
        ProtoJson.toJson(
            StreamStatus.newBuilder().setFrames(1L << 53).setTotalBytes(Long.MIN_VALUE).build());
    assertThat(json.path("frames").bigIntegerValue()).isEqualTo("9007199254740992");
    assertThat(json.path("totalBytes").bigIntegerValue()).isEqualTo("-9223372036854775808");
  }

  @Test
  void refusesUnknownFields() {
    ByteArrayInputStream in = new ByteArrayInputStream("{\"streamID\":\"x\"}".getBytes(UTF_8));
    assertThatThrownBy(
            () ->
                new ProtoJson()
                    .deserializeMessage(
                        ProtoUtils.marshaller(GetStreamRequest.getDefaultInstance()), in))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("streamID");
  }
}
