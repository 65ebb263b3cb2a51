package io.darkroom.operator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.SourcePosition;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.RecordPosition;
import io.darkroom.v1.StreamReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamReportsTest {

  private static final long T0 = 1_700_000_000_000L;
  private static final ByteString PICTURE = ByteString.copyFromUtf8("picture");

  private final Published published = new Published();
  private long now = T0;
  private long offset;
  private StreamReports reports = new StreamReports("group", 2, () -> now, published);

  /** Keeps the reports, and plays Kafka and the pipelines. */
  private static final class Published implements ReportSink {

    private final List<StreamReport> all = new ArrayList<>();
    private final Map<String, RecordPosition> acknowledged = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();

    @Override
    public void emit(StreamReport report) {
      all.add(report);
    }

    @Override
    public Optional<RecordPosition> newestResult(String pipelineId) {
      return Optional.ofNullable(acknowledged.get(pipelineId));
    }

    @Override
    public boolean serves(String pipelineId, String streamId) {
      return !deleted.contains(pipelineId);
    }

    StreamReport last() {
      return all.get(all.size() - 1);
    }
  }

  private static Frame frame(String stream, long epoch, long sequence) {
    return Frame.captured(stream, epoch, sequence, Instant.EPOCH, Encoding.JPEG, PICTURE);
  }

  private void read(String stream, long sequence) {
    read(frame(stream, 1, sequence), false, false);
  }

  private void read(Frame frame, boolean bare, boolean misplaced) {
    reports.read(frame, new SourcePosition(3, offset++, now), bare, misplaced);
  }

  private void processed(String stream, String pipeline) {
    processed(stream, pipeline, false);
  }

  private void processed(String stream, String pipeline, boolean fellBack) {
    Processing processing =
        new Processing(
            pipeline,
            "uid",
            4,
            "cpu",
            fellBack,
            new SourcePosition(3, offset, now - 20),
            0,
            0,
            List.of(),
            0,
            false);
    reports.processed(frame(stream, 1, 1), processing);
  }

  /** Lets time pass, with the ticks that are due in it. */
  private void pass(long millis) {
    for (long until = now + millis; now < until; ) {
      now += StreamReports.TICK_MILLIS;
      reports.tick();
    }
  }

  /** Takes a checkpoint and restores another task from it. */
  private void restart() {
    List<byte[]> saved = reports.saved();
    reports = new StreamReports("group", 0, () -> now, published);
    saved.forEach(reports::restore);
    published.all.clear();
  }

  @Test
  void reportsALiveStreamEverySecondEvenBetweenItsFrames() {
    for (int i = 0; i < 8; i++) {
      read("slow", i);
      pass(5_000);
    }
    published.all.clear();
    read("slow", 8);
    pass(4_000);
    assertThat(published.all).hasSizeBetween(4, 5).allMatch(StreamReport::getLive);
  }

  @Test
  void namesEachKeptTraceOnceAndAtMostThirtyTwo() {
    read("cam", 1);
    reports.kept("cam", 3, "t1");
    reports.kept("unknown", 3, "t2");
    pass(1_000);
    assertThat(published.last().getKeptTracesList()).containsExactly("t1");
    for (int i = 0; i < 50; i++) {
      reports.kept("cam", 3, "t" + i);
    }
    pass(1_000);
    assertThat(published.last().getKeptTracesList()).hasSize(32);
    pass(500);
    read("cam", 2);
    pass(1_000);
    assertThat(published.last().getKeptTracesList()).isEmpty();
  }

  @Test
  void reportsTheFirstFrameAtOnce() {
    read("cam", 7);
    StreamReport report = published.last();
    assertThat(report.getStreamId()).isEqualTo("cam");
    assertThat(report.getPartition()).isEqualTo(3);
    assertThat(report.getGroup()).isEqualTo("group");
    assertThat(report.getSubtask()).isEqualTo(2);
    assertThat(report.getLive()).isTrue();
    assertThat(report.getFrames()).isEqualTo(1);
    assertThat(report.getTotalBytes()).isEqualTo(PICTURE.size());
    assertThat(report.getLastFrame().getSequence()).isEqualTo(7);
    assertThat(report.getLastPosition().getOffset()).isZero();
    assertThat(report.getMissing()).isZero();
  }

  @Test
  void reportsAStreamAtMostOnceASecond() {
    for (int i = 0; i < 100; i++) {
      read("cam", i);
      now += 50;
      if (i % 10 == 9) {
        reports.tick();
      }
    }
    assertThat(published.all).hasSize(6);
    for (int i = 1; i < 6; i++) {
      long gap =
          published.all.get(i).getReportedAt().getSeconds()
              - published.all.get(i - 1).getReportedAt().getSeconds();
      assertThat(gap).isEqualTo(1);
    }
    assertThat(published.last().getFps()).isBetween(15.0, 21.0);
  }

  @Test
  void reportsTheLastFramesOfASecondWithoutWaitingForAnother() {
    read("cam", 0);
    read("cam", 1);
    pass(1_000);
    assertThat(published.last().getFrames()).isEqualTo(2);
  }

  @Test
  void reportsOnceThatAStreamHasEnded() {
    read("cam", 0);
    pass(2_000);
    assertThat(published.last().getLive()).isFalse();
    assertThat(published.last().getFps()).isZero();
    int reported = published.all.size();
    pass(60_000);
    assertThat(published.all).hasSize(reported);
  }

  @Test
  void aSlowStreamIsLiveBetweenItsFrames() {
    for (int i = 0; i < 20; i++) {
      read("cam", i);
      pass(5_000);
    }
    published.all.clear();
    for (int i = 20; i < 30; i++) {
      read("cam", i);
      pass(5_000);
    }
    assertThat(published.all).isNotEmpty().allMatch(StreamReport::getLive);
    pass(10_000);
    assertThat(published.last().getLive()).isFalse();
  }

  @Test
  void aFastStreamEndsSoonEvenAfterALongPause() {
    read("cam", 0);
    pass(3_600_000);
    for (int i = 1; i < 40; i++) {
      read("cam", i);
      now += 33;
    }
    pass(2_000);
    assertThat(published.last().getLive()).isFalse();
  }

  @Test
  void countsGapsWithinAnEpochOfNumberedFramesOnly() {
    read(frame("cam", 1, 5), false, false);
    read(frame("cam", 1, 9), false, false);
    read(frame("cam", 2, 20), false, false);
    read(frame("cam", 0, 100), true, false);
    read(frame("cam", 0, 200), true, true);
    read(frame("cam", 0, 300), false, true);
    pass(1_000);
    assertThat(published.last().getMissing()).isEqualTo(3);
    assertThat(published.last().getMisplaced()).isEqualTo(2);
  }

  @Test
  void reportsAStreamOfRejectsOnly() {
    reports.rejected("cam", 3, ErrorCode.INVALID_FRAME);
    assertThat(published.last().getRejectsMap()).containsEntry("INVALID_FRAME", 1L);
    assertThat(published.last().getLive()).isFalse();
  }

  @Test
  void reportsRejectsWhoseStreamIsUnreadable() {
    reports.rejected("", 3, ErrorCode.INVALID_FRAME);
    assertThat(published.last().getStreamId()).isEqualTo("?");
    assertThat(published.last().getRejectsMap()).containsEntry("INVALID_FRAME", 1L);
  }

  @Test
  void reportsThePipelinesAndForgetsDeletedOnes() {
    read("cam", 0);
    processed("cam", "p");
    processed("cam", "q");
    pass(1_000);
    PipelineReport p = published.last().getPipelines(0);
    assertThat(p.getPipelineId()).isEqualTo("p");
    assertThat(p.getRevision()).isEqualTo(4);
    assertThat(p.getFrames()).isEqualTo(1);
    assertThat(p.getLatencyMicros()).isEqualTo(20_000);
    assertThat(p.getAccelerator()).isEqualTo("cpu");
    assertThat(p.hasNewestResult()).isFalse();
    published.deleted.add("p");
    read("cam", 1);
    pass(1_000);
    assertThat(published.last().getPipelinesList())
        .extracting(PipelineReport::getPipelineId)
        .containsExactly("q");
  }

  @Test
  void countsTheResultsOfEachPipelineThatFellBackAlsoAfterARestart() {
    read("cam", 0);
    processed("cam", "p", true);
    processed("cam", "p", false);
    processed("cam", "q", false);
    restart();
    read("cam", 1);
    processed("cam", "p", true);
    pass(1_000);
    assertThat(published.last().getPipelinesList())
        .extracting(PipelineReport::getPipelineId, PipelineReport::getFellBackFrames)
        .containsExactlyInAnyOrder(tuple("p", 2L), tuple("q", 0L));
  }

  @Test
  void reportsAgainWhenKafkaHasAcknowledgedTheLastResult() {
    read("cam", 0);
    processed("cam", "p");
    pass(3_000);
    assertThat(published.last().getLive()).isFalse();
    assertThat(published.last().getPipelines(0).hasNewestResult()).isFalse();
    RecordPosition position = RecordPosition.newBuilder().setPartition(1).setOffset(9).build();
    published.acknowledged.put("p", position);
    pass(1_000);
    assertThat(published.last().getPipelines(0).getNewestResult()).isEqualTo(position);
  }

  @Test
  void continuesCountsAfterARestart() {
    read("cam", 0);
    read("cam", 1);
    processed("cam", "p");
    reports.rejected("cam", 3, ErrorCode.INVALID_IMAGE);
    restart();
    read("cam", 4);
    StreamReport report = published.last();
    assertThat(report.getFrames()).isEqualTo(3);
    assertThat(report.getTotalBytes()).isEqualTo(3L * PICTURE.size());
    assertThat(report.getMissing()).isEqualTo(2);
    assertThat(report.getRejectsMap()).containsEntry("INVALID_IMAGE", 1L);
    assertThat(report.getPipelines(0).getFrames()).isEqualTo(1);
    assertThat(report.getSubtask()).isZero();
  }

  @Test
  void reportsTheEndOfAStreamThatEndedDuringARestart() {
    read("cam", 0);
    restart();
    reports.assigned(3);
    assertThat(published.all).isEmpty();
    pass(30_000);
    assertThat(published.all).filteredOn(report -> !report.getLive()).hasSize(1);
    assertThat(published.last().getLive()).isFalse();
    assertThat(published.last().getFrames()).isEqualTo(1);
    restart();
    reports.assigned(3);
    pass(30_000);
    assertThat(published.all).as("it had ended before").isEmpty();
  }

  @Test
  void leavesStreamsOfOtherPartitionsToOtherTasks() {
    read("cam", 0);
    restart();
    reports.assigned(4);
    pass(10_000);
    assertThat(published.all).isEmpty();
    assertThat(reports.saved()).as("kept until its task has it").hasSize(1);
    pass(60_000);
    assertThat(reports.saved()).isEmpty();
  }

  @Test
  void ofTwoSavedReportsOfAStreamTakesTheLaterOne() {
    read("cam", 0);
    List<byte[]> early = reports.saved();
    read("cam", 1);
    List<byte[]> late = reports.saved();
    reports = new StreamReports("group", 0, () -> now, published);
    late.forEach(reports::restore);
    early.forEach(reports::restore);
    read("cam", 2);
    assertThat(published.last().getFrames()).isEqualTo(3);
  }

  @Test
  void forgetsTheStreamThatHasBeenIdleLongest() {
    for (int i = 0; i < StreamReports.MOST_STREAMS; i++) {
      read("cam" + i, 0);
    }
    read("cam0", 1);
    published.all.clear();
    read("one-more", 0);
    assertThat(published.all)
        .extracting(report -> report.getStreamId() + " " + report.getLive())
        .containsExactly("cam1 false", "one-more true");
    assertThat(reports.saved()).hasSize(StreamReports.MOST_STREAMS);
  }

  @Test
  void aReportOfManyPipelinesFitsInARecord() {
    read("cam", 0);
    String longest = "p".repeat(120);
    for (int i = 0; i < 2 * StreamTally.MOST_PIPELINES; i++) {
      processed("cam", longest + i);
    }
    pass(1_000);
    assertThat(published.last().getPipelinesCount()).isEqualTo(StreamTally.MOST_PIPELINES);
    assertThat(published.last().getSerializedSize()).isLessThan(1 << 20);
  }
}
