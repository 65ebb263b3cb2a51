package io.darkroom.gateway.frames.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Output;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.StreamStatus;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StreamRegistryTest {

  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(77 * SECOND);
  private final PipelineStore store = new PipelineStore();
  private final StreamRegistry registry =
      new StreamRegistry(store, new GatewayMetrics(100), now::get);

  private static Frame frame(String streamId, long sequence) {
    return Frame.captured(
        streamId, 1, sequence, Instant.EPOCH, Encoding.JPEG, ByteString.copyFromUtf8("12345"));
  }

  private static Processing processing(String pipelineId, int partition, long offset) {
    return new Processing(
        pipelineId,
        "uid",
        1,
        "cpu",
        false,
        new SourcePosition(partition, offset, 1_000),
        0,
        0,
        List.of(),
        0,
        false);
  }

  private void put(String pipelineId, String streamId) {
    Pipeline pipeline =
        Pipeline.of(
            pipelineId, streamId, Chain.EMPTY, Accelerator.AUTO, Output.DEFAULT, 1, Instant.EPOCH);
    store.onRecord(
        message(pipelineId, PipelineCodec.toBytes(PipelineTimeline.startingWith(pipeline), false)),
        true);
  }

  private static ConsumerRecord<byte[], byte[]> message(String key, byte[] value) {
    return new ConsumerRecord<>("pipelines", 0, 0, key.getBytes(UTF_8), value);
  }

  @Test
  void measuresTheRateOverFiveSeconds() {
    for (int i = 0; i < 300; i++) {
      registry.seen(frame("cam", i), true);
      now.addAndGet(SECOND / 30);
    }
    StreamStatus status = registry.status("cam");
    assertThat(status.getFps()).isBetween(29.0, 31.0);
    assertThat(status.getState()).isEqualTo("live");
    assertThat(status.getTotalBytes()).isEqualTo(300 * 5);

    now.addAndGet(6 * SECOND);
    assertThat(registry.status("cam").getFps()).isZero();
    assertThat(registry.status("cam").getState()).isEqualTo("idle");
  }

  @Test
  void countsNoGapsInOffsets() {
    registry.seen(frame("bare", 10), false);
    registry.seen(frame("bare", 90), false);
    assertThat(registry.status("bare").getMissing()).isZero();
  }

  @Test
  void forgetsTheLongestIdleStreamFirst() {
    registry.seen(frame("first", 0), true);
    registry.seen(frame("second", 0), true);
    registry.seen(frame("first", 1), true);
    for (int i = 0; i < StreamRegistry.MAX_STREAMS - 1; i++) {
      registry.seen(frame("s" + i, 0), true);
    }
    assertThat(registry.status("first").getFrames()).isEqualTo(2);
    assertThatThrownBy(() -> registry.status("second")).isInstanceOf(DarkroomException.class);
  }

  @Test
  void acceptsNewerFramesWithinAPartitionOnly() {
    put("p", "cam");
    assertThat(registry.accept(frame("cam", 0), processing("p", 0, 5), 1_100)).isTrue();
    assertThat(registry.accept(frame("cam", 0), processing("p", 0, 5), 1_100)).isFalse();
    assertThat(registry.accept(frame("cam", 0), processing("p", 1, 3), 1_100)).isTrue();
    assertThat(registry.accept(frame("cam", 1), processing("p", 0, 6), 1_250)).isTrue();
    PipelineStatus status = registry.status("cam").getPipelines(0);
    assertThat(status.getFrames()).isEqualTo(3);
    assertThat(status.getDropsMap()).containsEntry(Drop.DUPLICATE, 1L);
    assertThat(status.getLatencyMicros()).isEqualTo(250_000);
  }

  @Test
  void seedsSnapshotsWithoutCounting() {
    put("p", "cam");
    assertThat(registry.seed(frame("cam", 4), processing("p", 0, 5))).isTrue();
    assertThat(registry.seed(frame("cam", 3), processing("p", 0, 4))).isFalse();
    assertThat(registry.status("cam").getPipelines(0).getFrames()).isZero();
    assertThat(registry.accept(frame("cam", 4), processing("p", 0, 5), 1_100)).isFalse();
  }

  @Test
  void forgetsDeletedPipelines() {
    put("p", "cam");
    assertThat(registry.accept(frame("cam", 0), processing("p", 0, 5), 1_100)).isTrue();
    registry.pipelineAudience().remember("p", frame("cam", 0), 1, () -> null);
    assertThat(registry.newest("p")).hasValue(frame("cam", 0));
    store.onRecord(message("p", null), true);
    assertThat(registry.newest("p")).isEmpty();
    assertThat(registry.accept(frame("cam", 0), processing("p", 0, 6), 1_100)).isFalse();
  }
}
