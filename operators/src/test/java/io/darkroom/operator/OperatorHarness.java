package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.telemetry.setting.SettingSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;

/** Runs the operator in Flink's test harness, and has methods for its input and output. */
abstract class OperatorHarness {

  static final long T0 = 1_700_000_000_000L;
  static final long READ_AT = T0 + 60_000;

  /** Static, because the harness copies the operator with all its fields. */
  private static final AtomicReference<PipelineTopic.Content> CONTENT = new AtomicReference<>();

  private static final AtomicReference<PipelineTopic.Follower> FOLLOWER = new AtomicReference<>();

  private static final AtomicReference<PipelineDemand> DEMAND = new AtomicReference<>();

  /** The content of the topic of pipelines when the operator opens. */
  final List<PipelineRecord> topic = new ArrayList<>();

  OneInputStreamOperatorTestHarness<FrameRecord, LogRecord> harness;
  private long nextOffset;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  /** With 0, the result of a frame is available as soon as it is accepted. */
  int codecThreads() {
    return 0;
  }

  TopicPartitions partitions() {
    return TopicPartitions.NONE;
  }

  void open(int bundle, OperatorSubtaskState state) throws Exception {
    open(OperatorOptions.DEFAULT.withBundles(bundle, 5), state);
  }

  void open(OperatorOptions given, OperatorSubtaskState state) throws Exception {
    OperatorOptions options = given.withEngine(Accelerator.CPU).withCodecThreads(codecThreads());
    List<PipelineRecord> content = List.copyOf(topic);
    CONTENT.set(new PipelineTopic.Content(content, content.size(), READ_AT));
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new FilterOperator(
                options,
                "group",
                new Topic(),
                partitions(),
                ResultPositions.NONE,
                demand -> {
                  DEMAND.set(demand);
                  return () -> {};
                },
                SettingSource.NONE));
    harness.setup(LogRecordSerializer.INSTANCE);
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
  }

  private static final class Topic implements PipelineTopic {

    private static final long serialVersionUID = 1L;

    @Override
    public Content read() {
      return CONTENT.get();
    }

    @Override
    public AutoCloseable follow(long offset, Follower follower) {
      FOLLOWER.set(follower);
      return () -> {};
    }
  }

  /** Adds a record to the topic of pipelines; the operator has its mail. */
  void change(PipelineRecord pipeline) throws InterruptedException {
    FOLLOWER.get().changed(pipeline);
  }

  /** Reports the on-demand pipelines that are used through a gateway. */
  void use(String gateway, String... pipelineIds) {
    DEMAND
        .get()
        .report(
            gateway,
            io.darkroom.v1.PipelineDemand.newBuilder()
                .addAllPipelineIds(List.of(pipelineIds))
                .build()
                .toByteArray());
  }

  /** Creates the topic of pipelines again. */
  void replace(PipelineTopic.Content content) throws InterruptedException {
    FOLLOWER.get().replaced(content);
  }

  void put(String pipelineId, String streamId, String chain, long from) {
    put(pipeline(pipelineId, streamId, chain, 1, from));
  }

  void put(String pipelineId, String streamId, String chain, Encoding encoding, long from) {
    Pipeline base = pipeline(pipelineId, streamId, chain, 1, from);
    put(
        Pipeline.of(
            pipelineId,
            streamId,
            base.chain(),
            base.accelerator(),
            new Output(encoding, 90, 1),
            1,
            base.effectiveFrom()));
  }

  void put(Pipeline first) {
    byte[] timeline = PipelineCodec.toBytes(PipelineTimeline.startingWith(first), false);
    long appendedAt = first.effectiveFrom().toEpochMilli();
    topic.add(new PipelineRecord(topic.size(), first.pipelineId(), timeline, appendedAt));
  }

  static Pipeline pipeline(
      String pipelineId, String streamId, String chain, int revision, long from) {
    return Pipeline.of(
        pipelineId,
        streamId,
        Chain.parse(chain),
        Accelerator.AUTO,
        Output.DEFAULT,
        revision,
        Instant.ofEpochMilli(from));
  }

  FrameRecord frame(String streamId, long appendedAt) {
    return frame(streamId, appendedAt, image(Encoding.PNG));
  }

  FrameRecord frame(String streamId, long appendedAt, byte[] png) {
    Frame frame =
        Frame.captured(
            streamId,
            1,
            nextOffset,
            Instant.ofEpochMilli(appendedAt),
            Encoding.PNG,
            ByteString.copyFrom(png));
    return record(streamId, FrameCodec.encode(frame), appendedAt);
  }

  FrameRecord record(String key, byte[] value, long appendedAt) {
    return new FrameRecord(
        new SourcePosition(3, nextOffset++, appendedAt), key, value, "", TraceContext.NONE);
  }

  static byte[] image(Encoding encoding) {
    return TestImages.encoded(encoding, 33, 7);
  }

  /** Runs mails, as a task without input does, until no frame is in flight. */
  static void settle(AbstractStreamOperatorTestHarness<LogRecord> harness) {
    try {
      while (((FrameOperator) harness.getOperator()).inFlight() > 0) {
        harness.getTaskMailbox().take(TaskMailbox.MIN_PRIORITY).run();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the records emitted so far. */
  List<LogRecord> emitted() {
    List<LogRecord> records = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof StreamRecord<?> record) {
        records.add((LogRecord) record.getValue());
      }
    }
    return records;
  }

  List<LogRecord> records() {
    settle(harness);
    return emitted();
  }

  List<Frame> results() {
    return records().stream().map(record -> FrameCodec.decode(record.value())).toList();
  }

  List<Reject> rejects() {
    settle(harness);
    Queue<StreamRecord<LogRecord>> rejects = harness.getSideOutput(FilterOperator.REJECTS);
    if (rejects == null) {
      return List.of();
    }
    return rejects.stream().map(record -> Reject.fromBytes(record.getValue().value())).toList();
  }
}
