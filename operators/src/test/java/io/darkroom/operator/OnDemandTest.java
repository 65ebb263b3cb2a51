package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Reject;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.StreamReport;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** On-demand pipelines give results only while a gateway reports that they are used. */
class OnDemandTest extends OperatorHarness {

  private static final long VALID = PipelineDemand.VALID.toMillis();

  private final byte[] broken = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 0};

  private void putOnDemand(String id, String chain) {
    Pipeline always = pipeline(id, "cam", chain, 1, T0);
    put(
        new Pipeline(
            always.pipelineId(),
            always.uid(),
            always.streamId(),
            always.chain(),
            always.accelerator(),
            always.output(),
            always.labels(),
            always.enabled(),
            true,
            always.revision(),
            always.createdAt(),
            always.effectiveFrom()));
  }

  /** Opens the operator and passes the time for which every pipeline counts as used. */
  private void openLongAgo() throws Exception {
    open(1, null);
    pass(VALID);
    use("gateway");
  }

  private void pass(long millis) throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + millis);
  }

  private void send(int frames) throws Exception {
    for (int i = 0; i < frames; i++) {
      harness.processElement(new StreamRecord<>(frame("cam", T0)));
    }
  }

  private List<String> pipelinesOfResults() {
    return results().stream().map(f -> f.processing().orElseThrow().pipelineId()).toList();
  }

  private PipelineReport lastReport(String pipelineId) throws Exception {
    pass(1_000);
    StreamReport last = null;
    for (StreamRecord<LogRecord> record : harness.getSideOutput(FilterOperator.STATUS)) {
      last = StreamReport.parseFrom(record.getValue().value());
    }
    return last.getPipelinesList().stream()
        .filter(report -> report.getPipelineId().equals(pipelineId))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givesNoResultsWhileNobodyUsesItAndOthersStayAsTheyAre() throws Exception {
    putOnDemand("rare", "invert");
    put("always", "cam", "invert", T0);
    openLongAgo();
    send(2);
    assertThat(pipelinesOfResults()).containsExactly("always", "always");
    use("gateway", "rare");
    send(1);
    use("gateway");
    send(1);
    assertThat(pipelinesOfResults())
        .containsExactly("always", "always", "always", "rare", "always");
    assertThat(rejects()).isEmpty();
  }

  @Test
  void reportsWhatItSkippedAndWhetherItIsIdle() throws Exception {
    putOnDemand("rare", "invert");
    openLongAgo();
    send(3);
    PipelineReport idle = lastReport("rare");
    assertThat(idle.getIdle()).isTrue();
    assertThat(idle.getSkippedFrames()).isEqualTo(3);
    assertThat(idle.getFrames()).isZero();
    assertThat(idle.getRevision()).isEqualTo(1);
    use("gateway", "rare");
    send(1);
    PipelineReport used = lastReport("rare");
    assertThat(used.getIdle()).isFalse();
    assertThat(used.getSkippedFrames()).isEqualTo(3);
    assertThat(used.getFrames()).isEqualTo(1);
  }

  @Test
  void doesNotEvenDecodeAFrameThatNoOtherPipelineNeeds() throws Exception {
    putOnDemand("rare", "invert");
    openLongAgo();
    harness.processElement(new StreamRecord<>(frame("cam", T0, broken)));
    assertThat(rejects()).isEmpty();
    use("gateway", "rare");
    harness.processElement(new StreamRecord<>(frame("cam", T0, broken)));
    assertThat(rejects()).extracting(Reject::code).containsExactly(ErrorCode.INVALID_IMAGE);
  }

  @Test
  void keepsTheModelsOfStatefulFilters() throws Exception {
    putOnDemand("motion", "background_subtraction(history=10)");
    openLongAgo();
    send(30);
    assertThat(records()).isEmpty();
    use("gateway", "motion");
    send(1);
    assertThat(results()).hasSize(1);
    assertThat(results().get(0).processing().orElseThrow().warmingUp()).isFalse();
  }

  @Test
  void usesOfSeveralGatewaysAddUpAndThoseOfAKilledOneExpire() throws Exception {
    putOnDemand("rare", "invert");
    openLongAgo();
    use("killed", "rare");
    send(1);
    assertThat(results()).hasSize(1);
    pass(VALID - 1);
    use("gateway");
    send(1);
    assertThat(results()).hasSize(2);
    pass(1_001);
    send(1);
    assertThat(results()).hasSize(2);
  }

  @Test
  void givesResultsWhenItStartsAndWhenNoGatewayReports() throws Exception {
    putOnDemand("rare", "invert");
    open(1, null);
    use("gateway");
    send(1);
    assertThat(results()).hasSize(1);
    pass(VALID - 1);
    use("gateway");
    pass(1);
    send(1);
    assertThat(results()).hasSize(1);
    pass(VALID + 1);
    send(1);
    assertThat(results()).hasSize(2);
  }
}
