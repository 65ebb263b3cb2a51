package io.darkroom.gateway.frames.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Output;
import io.darkroom.gateway.frames.watch.Audience;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.StreamStatusKey;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.RecordPosition;
import io.darkroom.v1.StreamReport;
import io.darkroom.v1.StreamStatus;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class StreamRegistryTest {

  private static final long SECOND = 1_000_000_000L;
  private static final String JOB = "the-job";

  private final AtomicLong now = new AtomicLong(77 * SECOND);
  private final PipelineStore store = new PipelineStore();
  private final GatewayMetrics metrics = new GatewayMetrics(100);
  private final KnownStreams reports =
      new KnownStreams(JOB, metrics, new ResultTraces(Tracing.OFF), now::get);
  private final StreamRegistry registry =
      new StreamRegistry(reports, store, new Audience(() -> {}), new Audience(() -> {}), metrics);

  private static StreamReport.Builder report(String streamId, long frames) {
    return StreamReport.newBuilder()
        .setStreamId(streamId)
        .setGroup(JOB)
        .setLive(true)
        .setFps(30)
        .setFrames(frames);
  }

  private void take(StreamReport.Builder report) {
    take(report, true);
  }

  private void take(StreamReport.Builder report, boolean live) {
    StreamStatusKey key =
        new StreamStatusKey(report.getStreamId(), report.getPartition(), report.getGroup());
    reports.onRecord(record(key.text(), report.build().toByteArray()), live);
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>("any", 0, 0, key.getBytes(UTF_8), value);
  }

  private void put(String pipelineId, String streamId) {
    Pipeline pipeline =
        Pipeline.of(
                pipelineId,
                streamId,
                Chain.EMPTY,
                Accelerator.AUTO,
                Output.DEFAULT,
                1,
                Instant.EPOCH)
            .as("uid-1", 1, Instant.EPOCH);
    store.onRecord(
        record(pipelineId, PipelineCodec.toBytes(PipelineTimeline.startingWith(pipeline), false)),
        true);
  }

  @Test
  void showsWhatTheJobReports() {
    take(report("cam", 90).setTotalBytes(900).setMissing(2).putRejects("INVALID_IMAGE", 3));
    StreamStatus status = registry.status("cam");
    assertThat(status.getState()).isEqualTo("live");
    assertThat(status.getFps()).isEqualTo(30);
    assertThat(status.getFrames()).isEqualTo(90);
    assertThat(status.getTotalBytes()).isEqualTo(900);
    assertThat(status.getMissing()).isEqualTo(2);
    assertThat(status.getRejectsMap()).containsEntry("INVALID_IMAGE", 3L);
    assertThat(status.getPartitionsList()).containsExactly(0);
  }

  @Test
  void showsThatAStreamHasEnded() {
    take(report("cam", 90));
    take(report("cam", 91).setLive(false).setFps(0));
    assertThat(registry.status("cam").getState()).isEqualTo("ended");
    now.addAndGet(100 * SECOND);
    assertThat(registry.status("cam").getState()).isEqualTo("ended");
    assertThat(registry.idle().get("cam")).hasSeconds(100);
  }

  @Test
  void doesNotKnowTheStateWhileNoJobReports() {
    take(report("cam", 90));
    now.addAndGet(4 * SECOND);
    assertThat(registry.status("cam").getState()).isEqualTo("unknown");
    assertThat(registry.status("cam").getFps()).isZero();
    assertThat(registry.status("cam").getFrames()).isEqualTo(90);
  }

  @Test
  void isNotLiveByAReportFromLongAgo() {
    take(report("cam", 90), false);
    assertThat(registry.status("cam").getState()).isEqualTo("unknown");
  }

  @Test
  void addsUpTheReportsOfTwoPartitionsAndShowsThem() {
    take(report("cam", 90).setPartition(1));
    take(report("cam", 10).setPartition(4).setMisplaced(10).setMissing(Long.MAX_VALUE));
    StreamStatus status = registry.status("cam");
    assertThat(status.getFrames()).isEqualTo(100);
    assertThat(status.getMisplaced()).isEqualTo(10);
    assertThat(status.getMissing()).isEqualTo(Long.MAX_VALUE);
    assertThat(status.getPartitionsList()).containsExactly(1, 4);
    assertThat(registry.framePositions().partitions("cam")).containsExactly(1, 4);
  }

  @Test
  void prefersItsOwnJobToOthers() {
    take(report("cam", 5).setGroup("another"));
    assertThat(registry.status("cam").getFrames()).isEqualTo(5);
    take(report("cam", 90));
    assertThat(registry.status("cam").getFrames()).isEqualTo(90);
  }

  @Test
  void forgetsAReportThatIsDeleted() {
    take(report("cam", 5));
    reports.onRecord(record(new StreamStatusKey("cam", 0, JOB).text(), null), true);
    assertThat(registry.status("cam").getFrames()).isZero();
    assertThat(registry.status("cam").getState()).isEqualTo("idle");
  }

  @Test
  void showsWhatTheJobMadeOfAPipeline() {
    put("p", "cam");
    take(
        report("cam", 9)
            .addPipelines(
                PipelineReport.newBuilder()
                    .setPipelineId("p")
                    .setPipelineUid("uid-1")
                    .setFrames(7)
                    .setAccelerator("cpu")
                    .setLatencyMicros(250_000)
                    .setNewestResult(RecordPosition.newBuilder().setPartition(3).setOffset(70))));
    PipelineStatus status = registry.status("cam").getPipelines(0);
    assertThat(status.getFrames()).isEqualTo(7);
    assertThat(status.getLatencyMicros()).isEqualTo(250_000);
    assertThat(status.getAccelerator()).isEqualTo("cpu");
    assertThat(registry.resultPositions().newest("p")).hasValue(new Place(3, 70));
  }

  @Test
  void addsUpTheFramesOfAPipelineThatFellBack() {
    put("p", "cam");
    PipelineReport.Builder made =
        PipelineReport.newBuilder().setPipelineId("p").setPipelineUid("uid-1").setFrames(7);
    take(report("cam", 9).setPartition(1).addPipelines(made.setFellBackFrames(2)));
    assertThat(registry.status("cam").getPipelines(0).getFellBackFrames()).isEqualTo(2);
    take(report("cam", 9).setPartition(4).addPipelines(made.setFellBackFrames(3)));
    assertThat(registry.status("cam").getPipelines(0).getFellBackFrames()).isEqualTo(5);
  }

  @Test
  void ignoresReportsOfADeletedPipelineWithTheSameId() {
    put("p", "cam");
    take(
        report("cam", 9)
            .addPipelines(
                PipelineReport.newBuilder()
                    .setPipelineId("p")
                    .setPipelineUid("uid-0")
                    .setFrames(7)
                    .setNewestResult(RecordPosition.getDefaultInstance())));
    assertThat(registry.status("cam").getPipelines(0).getFrames()).isZero();
    assertThat(registry.resultPositions().newest("p")).isEmpty();
  }

  @Test
  void countsDropsOfAPipelineForItsStreamToo() {
    put("p", "cam");
    registry.droppedFromPipeline("p", Drop.SLOW_SUBSCRIBER);
    registry.droppedFromStream("cam", Drop.SLOW_SUBSCRIBER);
    StreamStatus status = registry.status("cam");
    assertThat(status.getDropsMap()).containsEntry(Drop.SLOW_SUBSCRIBER, 2L);
    assertThat(status.getPipelines(0).getDropsMap()).containsEntry(Drop.SLOW_SUBSCRIBER, 1L);
  }

  @Test
  void countsRejectsOfNewReportsOnce() {
    take(report("cam", 1).putRejects("INVALID_IMAGE", 3), false);
    take(report("cam", 1).putRejects("INVALID_IMAGE", 5).putRejects("OF_A_NEWER_JOB", 1));
    take(report("cam", 1).putRejects("INVALID_IMAGE", 5));
    assertThat(
            metrics
                .registry()
                .get("darkroom_gateway_rejects_total")
                .tag("code", "INVALID_IMAGE")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void refusesRecordsThatAreNoReports() {
    assertThatThrownBy(() -> reports.onRecord(record("cam", new byte[0]), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> reports.onRecord(record("cam/0/g", new byte[] {1, 2}), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> registry.status("cam")).isInstanceOf(DarkroomException.class);
  }

  @Test
  void forgetsTheStreamsReportedLeastRecently() {
    take(report("first", 1));
    take(report("second", 1));
    take(report("first", 2));
    for (int i = 0; i < KnownStreams.MAX_STREAMS - 1; i++) {
      take(report("s" + i, 1));
    }
    assertThat(registry.status("first").getFrames()).isEqualTo(2);
    assertThatThrownBy(() -> registry.status("second")).isInstanceOf(DarkroomException.class);
  }
}
