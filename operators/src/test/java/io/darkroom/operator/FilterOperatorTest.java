package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Extras;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Headers;
import io.darkroom.frame.Headers.Header;
import io.darkroom.frame.Output;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import io.darkroom.frame.SourcePosition;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.junit.jupiter.api.Test;

class FilterOperatorTest extends OperatorHarness {

  private static final int BUNDLE = 4;

  @Test
  void keepsTheOrderOfFramesAndPipelines() throws Exception {
    put("b-second", "cam", "invert", T0);
    put("a-first", "cam", "grayscale", T0);
    open(1, null);
    for (int i = 0; i < 5; i++) {
      harness.processElement(new StreamRecord<>(frame("cam", T0 + i)));
    }
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().pipelineId() + frame.sequence())
        .containsExactly(
            "a-first0",
            "b-second0",
            "a-first1",
            "b-second1",
            "a-first2",
            "b-second2",
            "a-first3",
            "b-second3",
            "a-first4",
            "b-second4");
  }

  @Test
  void addsSourceRevisionAndTimesToEveryResult() throws Exception {
    put("p", "cam", "grayscale | gaussian_blur(sigma=2)", T0);
    open(1, null);
    harness.processElement(new StreamRecord<>(frame("cam", T0 + 7)));
    Processing processing = results().get(0).processing().orElseThrow();
    assertThat(processing.source()).isEqualTo(new SourcePosition(3, 0, T0 + 7));
    assertThat(processing.revision()).isEqualTo(1);
    assertThat(processing.accelerator()).isEqualTo("cpu");
    assertThat(processing.fellBack()).isFalse();
    assertThat(processing.filters())
        .extracting(Processing.FilterTime::filterId)
        .containsExactly("grayscale", "gaussian_blur");
    assertThat(processing.queueMicros()).isPositive();
    assertThat(processing.decodeMicros()).isPositive();
    assertThat(processing.encodeMicros()).isPositive();
  }

  @Test
  void addsOriginAndUserHeadersToEveryResult() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    FrameRecord frame = frame("cam", T0);
    Headers ofUser = Headers.NONE.after(Header.of("site", "north"));
    harness.processElement(
        new StreamRecord<>(
            new FrameRecord(
                frame.position(), frame.key(), frame.value(), "", frame.trace(), ofUser)));
    assertThat(records().get(0).headers().all())
        .containsExactly(
            Header.of("pipeline", "p"),
            Header.of("source-partition", "3"),
            Header.of("source-offset", "0"),
            Header.of("site", "north"));
  }

  @Test
  void holdsFramesForABundleButNeverAcrossABarrier() throws Exception {
    put("p", "cam", "invert", T0);
    open(BUNDLE, null);
    for (int i = 0; i < BUNDLE - 1; i++) {
      harness.processElement(new StreamRecord<>(frame("cam", T0)));
    }
    assertThat(results()).isEmpty();
    harness.prepareSnapshotPreBarrier(1);
    assertThat(results()).hasSize(BUNDLE - 1);
  }

  @Test
  void processesABundleWhenItIsFull() throws Exception {
    put("p", "cam", "invert", T0);
    open(BUNDLE, null);
    for (int i = 0; i < BUNDLE; i++) {
      harness.processElement(new StreamRecord<>(frame("cam", T0)));
    }
    assertThat(results()).extracting(Frame::sequence).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void processesABundleWhenItsTimeIsUp() throws Exception {
    put("p", "cam", "invert", T0);
    open(BUNDLE, null);
    harness.setProcessingTime(1000);
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    harness.setProcessingTime(1004);
    assertThat(results()).isEmpty();
    harness.setProcessingTime(1005);
    assertThat(results()).hasSize(1);
  }

  @Test
  void processesABundleWhenTheInputEnds() throws Exception {
    put("p", "cam", "invert", T0);
    open(BUNDLE, null);
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    harness.endInput();
    assertThat(results()).hasSize(1);
  }

  @Test
  void appliesAChangeToFramesAppendedFromItsTimeOn() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    Pipeline second = pipeline("p", "cam", "grayscale", 2, T0 + 100);
    PipelineTimeline timeline =
        PipelineTimeline.startingWith(pipeline("p", "cam", "invert", 1, T0)).with(second);
    change(new PipelineRecord(topic.size(), "p", PipelineCodec.toBytes(timeline, false), T0 + 50));
    for (long t : new long[] {T0 + 99, T0 + 100, T0 + 98}) {
      harness.processElement(new StreamRecord<>(frame("cam", t)));
    }
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().revision())
        .containsExactly(1L, 2L, 1L);
  }

  @Test
  void ignoresRecordsOfTheSnapshot() throws Exception {
    put("p", "cam", "invert", T0);
    put("p", "cam", "grayscale", T0 + 1);
    open(1, null);
    change(topic.get(0));
    harness.processElement(new StreamRecord<>(frame("cam", T0 + 10)));
    assertThat(results().get(0).processing().orElseThrow().filters())
        .extracting(Processing.FilterTime::filterId)
        .containsExactly("grayscale");
  }

  @Test
  void processesOlderFramesOfADeletedPipeline() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    change(new PipelineRecord(topic.size(), "p", new byte[0], T0 + 1000));
    long end = T0 + 1000 + PipelineTimeline.LEAD.toMillis();
    harness.processElement(new StreamRecord<>(frame("cam", end - 1)));
    harness.processElement(new StreamRecord<>(frame("cam", end)));
    assertThat(results()).hasSize(1);
  }

  @Test
  void appliesAChangeByAMailWhileThereAreNoFrames() throws Exception {
    put("p", "cam", "invert", T0);
    open(BUNDLE, null);
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    change(new PipelineRecord(topic.size(), "p", new byte[0], T0 + 1000));
    assertThat(results()).isEmpty();
    harness.getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
    assertThat(results()).as("frames before the change").hasSize(1);
  }

  @Test
  void takesTheContentOfATopicThatWasCreatedAgain() throws Exception {
    put("p", "cam", "invert", T0);
    put("q", "cam", "invert", T0);
    open(1, null);
    topic.clear();
    put("q", "cam", "grayscale", T0);
    replace(new PipelineTopic.Content(topic, 1, T0 + 1000));
    change(new PipelineRecord(1, "q", new byte[0], T0 + 5000));
    harness.processElement(new StreamRecord<>(frame("cam", T0 + 2000)));
    harness.processElement(new StreamRecord<>(frame("cam", T0 + 9000)));
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().pipelineId())
        .containsExactly("q");
  }

  @Test
  void countsAChangeThatComesAfterFramesToWhichItApplies() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    harness.processElement(new StreamRecord<>(frame("cam", T0 + 5000)));
    change(new PipelineRecord(topic.size(), "p", new byte[0], T0 + 1000));
    harness.processElement(new StreamRecord<>(frame("cam", T0 + 5001)));
    assertThat(metrics().lateChanges()).isEqualTo(1);
    assertThat(results()).hasSize(1);
  }

  private OperatorMetrics metrics() {
    return ((FrameOperator) harness.getOperator()).metrics;
  }

  @Test
  void processesOnlyOlderFramesOfRestoredPipelinesMissingFromTheTopic() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();

    topic.clear();
    put("q", "cam", "grayscale", T0);
    open(1, state);
    harness.processElement(new StreamRecord<>(frame("cam", READ_AT - 1)));
    harness.processElement(new StreamRecord<>(frame("cam", READ_AT)));
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().pipelineId())
        .containsExactly("p", "q", "q");
  }

  @Test
  void rejectsInvalidRecordsAndContinues() throws Exception {
    put("p", "cam", "invert", T0);
    open(BUNDLE, null);
    harness.processElement(new StreamRecord<>(record("cam", new byte[0], T0)));
    harness.processElement(new StreamRecord<>(record("cam", new byte[] {1, 2, 3}, T0)));
    harness.processElement(new StreamRecord<>(record(null, image(Encoding.PNG), T0)));
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    assertThat(rejects())
        .extracting(Reject::code)
        .containsExactly(ErrorCode.INVALID_IMAGE, ErrorCode.INVALID_FRAME, ErrorCode.INVALID_FRAME);
    assertThat(rejects())
        .extracting(reject -> reject.source().offset())
        .containsExactly(0L, 1L, 2L);
    assertThat(results()).hasSize(1);
  }

  @Test
  void runsTheOtherPipelinesIfOneFails() throws Exception {
    put("bad", "cam", "no_such_filter", T0);
    put("good", "cam", "invert", T0);
    open(1, null);
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    assertThat(rejects()).extracting(Reject::pipelineId).containsExactly("bad");
    assertThat(rejects()).extracting(Reject::code).containsExactly(ErrorCode.INVALID_CHAIN);
    assertThat(results()).hasSize(1);
  }

  @Test
  void treatsABareImageAsAFrameOfTheStreamInItsKey() throws Exception {
    put("p", "cam7", "invert", T0);
    open(1, null);
    harness.processElement(new StreamRecord<>(record("cam7", image(Encoding.JPEG), T0)));
    Frame frame = results().get(0);
    assertThat(frame.streamId()).isEqualTo("cam7");
    assertThat(frame.sequence()).isZero();
    assertThat(frame.capturedAt()).isEqualTo(Instant.ofEpochMilli(T0));
  }

  @Test
  void copiesAttributesAndUnknownFieldsToTheResult() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    UnknownFieldSet later = UnknownFieldSet.newBuilder().mergeVarintField(999, 7).build();
    byte[] value =
        io.darkroom.v1.Frame.newBuilder()
            .setStreamId("cam")
            .setImage(ByteString.copyFrom(image(Encoding.JPEG)))
            .putAttributes("site", "north gate")
            .setUnknownFields(later)
            .build()
            .toByteArray();
    harness.processElement(new StreamRecord<>(record("cam", value, T0)));
    assertThat(results().get(0).extras())
        .isEqualTo(new Extras(Map.of("site", "north gate"), later));
  }

  @Test
  void rejectsARequestAmongFrames() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    Request request = new Request("r-1", Chain.parse("invert"), Accelerator.AUTO, Output.DEFAULT);
    Frame asked =
        Frame.captured(
                "cam", 0, 0, Instant.EPOCH, Encoding.PNG, ByteString.copyFrom(image(Encoding.PNG)))
            .asking(request);
    harness.processElement(new StreamRecord<>(record("cam", FrameCodec.encode(asked), T0)));
    assertThat(rejects()).extracting(Reject::code).containsExactly(ErrorCode.INVALID_FRAME);
    assertThat(results()).isEmpty();
  }

  @Test
  void publishesItsCatalogueRepeatedly() throws Exception {
    open(1, null);
    harness.setProcessingTime(3_100);
    Queue<StreamRecord<LogRecord>> published = harness.getSideOutput(FilterOperator.CATALOG);
    assertThat(published).hasSizeGreaterThanOrEqualTo(2);
    assertThat(published.peek().getValue().key()).isEqualTo("group");
    Catalog catalog = Catalog.parseFrom(published.peek().getValue().value());
    assertThat(catalog.getFiltersList())
        .extracting(io.darkroom.v1.FilterDefinition::getId)
        .contains("grayscale", "gaussian_blur", "sobel");
    assertThat(catalog.getJob().getEngine()).isEqualTo("cpu");
    assertThat(catalog.getJob().getDeviceStatusList()).isEmpty();
    assertThat(catalog.getJob().getGroup()).isEqualTo("group");
    assertThat(catalog.getJob().hasCheckpointAt()).isFalse();
  }

  @Test
  void publishesTheStatusOfItsCheckpoints() throws Exception {
    open(1, null);
    harness.notifyOfCompletedCheckpoint(7);
    harness.getOperator().notifyCheckpointAborted(8);
    Queue<StreamRecord<LogRecord>> published = harness.getSideOutput(FilterOperator.CATALOG);
    published.clear();
    harness.setProcessingTime(3_100);
    JobStatus job = Catalog.parseFrom(published.peek().getValue().value()).getJob();
    assertThat(job.getCheckpointId()).isEqualTo(7);
    assertThat(job.hasCheckpointAt()).isTrue();
    assertThat(job.getCheckpointsFailed()).isEqualTo(1);
  }
}
