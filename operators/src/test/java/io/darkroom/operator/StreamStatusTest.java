package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Output;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.StreamReport;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

class StreamStatusTest extends OperatorHarness {

  private List<StreamReport> reports() {
    settle(harness);
    Queue<StreamRecord<LogRecord>> records = harness.getSideOutput(FilterOperator.STATUS);
    return records == null
        ? List.of()
        : records.stream().map(record -> report(record.getValue())).toList();
  }

  private static StreamReport report(LogRecord record) {
    try {
      StreamReport report = StreamReport.parseFrom(record.value());
      assertThat(record.key()).isEqualTo(report.getStreamId() + "/3/group");
      return report;
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private StreamReport last() {
    List<StreamReport> reports = reports();
    return reports.get(reports.size() - 1);
  }

  private void send(FrameRecord frame) throws Exception {
    harness.processElement(new StreamRecord<>(frame));
  }

  /** Lets time pass; timers fire as in a task. */
  private void pass(long millis) throws Exception {
    long until = harness.getProcessingTime() + millis;
    while (harness.getProcessingTime() < until) {
      harness.setProcessingTime(harness.getProcessingTime() + 100);
      settle(harness);
    }
  }

  @Test
  void reportsFramesWithoutAnyPipelineAndTheSizeOfABarePicture() throws Exception {
    open(1, null);
    send(record("cam", image(Encoding.JPEG), T0));
    assertThat(last().getFrames()).isEqualTo(1);
    assertThat(last().getLive()).isTrue();
    assertThat(last().getLastFrame().getWidthPx()).isEqualTo(33);
    assertThat(last().getLastFrame().getHeightPx()).isEqualTo(7);
    assertThat(last().getPipelinesList()).isEmpty();
  }

  @Test
  void reportsPipelinesRejectsAndTheEnd() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    send(frame("cam", T0));
    send(record("cam", new byte[] {1, 2, 3}, T0));
    pass(1_000);
    assertThat(last().getRejectsMap()).containsEntry("INVALID_FRAME", 1L);
    assertThat(last().getPipelinesList())
        .extracting(PipelineReport::getPipelineId, PipelineReport::getFrames)
        .containsExactly(tuple("p", 1L));
    pass(1_500);
    assertThat(last().getLive()).isFalse();
    int count = reports().size();
    pass(20_000);
    assertThat(reports()).hasSize(count);
  }

  @Test
  void countsFramesThatRanOnTheCpuInsteadOfTheRequestedGpu() throws Exception {
    Instant from = Instant.ofEpochMilli(T0);
    Chain chain = Chain.parse("invert");
    put(Pipeline.of("gpu", "cam", chain, Accelerator.CUDA, Output.DEFAULT, 1, from));
    put(Pipeline.of("any", "cam", chain, Accelerator.AUTO, Output.DEFAULT, 1, from));
    open(1, null);
    send(frame("cam", T0));
    send(frame("cam", T0));
    pass(1_000);
    assertThat(last().getPipelinesList())
        .extracting(PipelineReport::getPipelineId, PipelineReport::getFellBackFrames)
        .containsExactlyInAnyOrder(tuple("gpu", 2L), tuple("any", 0L));
  }

  @Test
  void countsEachFrameOnceAcrossARestart() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    send(frame("cam", T0));
    send(frame("cam", T0));
    harness.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    send(frame("cam", T0));
    harness.close();

    open(1, state);
    send(frame("cam", T0));
    assertThat(last().getFrames()).isEqualTo(3);
    pass(1_000);
    assertThat(last().getPipelines(0).getFrames()).isEqualTo(3);
  }

  @Test
  void reportsTheEndOfARestoredStreamOnceItsPartitionIsRead() throws Exception {
    open(1, null);
    send(frame("cam", T0));
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();

    open(1, state);
    pass(5_000);
    assertThat(reports()).isEmpty();
    send(FrameRecord.assigned(3));
    pass(10_000);
    assertThat(reports()).filteredOn(report -> !report.getLive()).hasSize(1);
    assertThat(last().getLive()).isFalse();
    assertThat(last().getFrames()).isEqualTo(1);
  }
}
