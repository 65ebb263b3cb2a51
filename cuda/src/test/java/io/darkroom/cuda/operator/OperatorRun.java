package io.darkroom.cuda.operator;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.DemandSource;
import io.darkroom.operator.FilterOperator;
import io.darkroom.operator.FrameRecord;
import io.darkroom.operator.LogRecord;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.operator.PipelineRecord;
import io.darkroom.operator.PipelineTopic;
import io.darkroom.operator.RecordType;
import io.darkroom.operator.ResultPositions;
import io.darkroom.operator.TopicPartitions;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.telemetry.setting.SettingSource;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Runs the operator in Flink's test harness with frames of one stream. */
final class OperatorRun implements AutoCloseable {

  static final String STREAM = "cam";

  private static final long T0 = 1_700_000_000_000L;
  private static final Output PNG = new Output(Encoding.PNG, 90, 1);

  /** Static, because the harness copies the operator and its fields. */
  private static volatile List<PipelineRecord> topic = List.of();

  private final CountedHarness harness;
  private long nextOffset;
  private long nowMillis;

  /**
   * Opens the operator.
   *
   * @param chains one pipeline each, named p0, p1, …
   */
  OperatorRun(OperatorOptions options, Accelerator asked, List<String> chains) throws Exception {
    this(options, asked, chains, 0);
  }

  /** Opens a subtask of the operator. */
  OperatorRun(OperatorOptions options, Accelerator asked, List<String> chains, int subtask)
      throws Exception {
    List<PipelineRecord> pipelines = new ArrayList<>();
    for (String chain : chains) {
      pipelines.add(record("p" + pipelines.size(), chain, asked, pipelines.size()));
    }
    topic = pipelines;
    harness =
        new CountedHarness(
            new FilterOperator(
                options,
                "group",
                new Topic(),
                TopicPartitions.NONE,
                ResultPositions.NONE,
                DemandSource.NONE,
                SettingSource.NONE),
            subtask);
    harness.setup(RecordType.LOG.createSerializer(new SerializerConfigImpl()));
    harness.open();
  }

  private static final class Topic implements PipelineTopic {

    private static final long serialVersionUID = 1L;

    @Override
    public Content read() {
      return new Content(topic, topic.size(), T0);
    }

    @Override
    public AutoCloseable follow(long offset, Follower follower) {
      return () -> {};
    }
  }

  private static PipelineRecord record(String id, String chain, Accelerator asked, long offset) {
    Pipeline pipeline =
        Pipeline.of(id, STREAM, Chain.parse(chain), asked, PNG, 1, Instant.ofEpochMilli(T0));
    byte[] timeline = PipelineCodec.toBytes(PipelineTimeline.startingWith(pipeline), false);
    return new PipelineRecord(offset, id, timeline, T0);
  }

  void feed(byte[] png) throws Exception {
    Frame frame =
        Frame.captured(
            STREAM,
            1,
            nextOffset,
            Instant.ofEpochMilli(T0),
            Encoding.PNG,
            ByteString.copyFrom(png));
    SourcePosition position = new SourcePosition(0, nextOffset++, T0 + 1);
    harness.frame(
        new FrameRecord(position, STREAM, FrameCodec.encode(frame), "", TraceContext.NONE));
  }

  void barrier() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
  }

  /** Returns the status that the job publishes next, after its time has gone on. */
  JobStatus nextStatus() throws Exception {
    List<LogRecord> published = announced();
    return Catalog.parseFrom(published.get(published.size() - 1).value()).getJob();
  }

  /** Returns what the subtask has published of itself since the last call and in the next 2 s. */
  List<LogRecord> announced() throws Exception {
    nowMillis += 2_000;
    harness.setProcessingTime(nowMillis);
    Queue<StreamRecord<LogRecord>> published = harness.getSideOutput(FilterOperator.CATALOG);
    if (published == null) {
      return List.of();
    }
    List<LogRecord> records = published.stream().map(StreamRecord::getValue).toList();
    published.clear();
    return records;
  }

  List<Frame> results() {
    List<Frame> results = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof StreamRecord<?> record) {
        results.add(FrameCodec.decode(((LogRecord) record.getValue()).value()));
      }
    }
    return results;
  }

  List<ErrorCode> rejects() {
    Queue<StreamRecord<LogRecord>> rejects = harness.getSideOutput(FilterOperator.REJECTS);
    return rejects == null
        ? List.of()
        : rejects.stream()
            .map(record -> Reject.fromBytes(record.getValue().value()).code())
            .toList();
  }

  /** Returns a counter of the operator, by the suffix of its name. */
  long count(String name) {
    return harness.count(name);
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
