package io.darkroom.operator;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Headers.Header;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.status.StreamReports;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.telemetry.setting.SettingSource;
import io.darkroom.topic.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalInt;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs the pipelines of each frame; each stream is on one subtask, in order. Results are emitted in
 * the order of the frames; rejects, the catalogue and the status of each stream go to side outputs.
 * The state consists of the pipelines and the counts of each stream.
 *
 * <p>Each subtask follows the topic {@code pipelines} itself, so that this operator has one input
 * and Flink chains it between its source and its sinks. A change is applied before the next frame
 * is accepted, or by a mail while there are no frames. It also follows the topic {@code
 * pipeline-demand}, which decides whether a frame gives results of on-demand pipelines.
 */
public final class FilterOperator extends FrameOperator
    implements OneInputStreamOperator<FrameRecord, LogRecord>, BoundedOneInput {

  public static final OutputTag<LogRecord> CATALOG = new OutputTag<>("catalog", RecordType.LOG);
  public static final OutputTag<LogRecord> STATUS =
      new OutputTag<>("stream-status", RecordType.LOG);

  private static final long serialVersionUID = 1L;

  private static final MapStateDescriptor<String, byte[]> PIPELINES =
      new MapStateDescriptor<>(
          "pipelines", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  private static final ListStateDescriptor<byte[]> STREAMS =
      new ListStateDescriptor<>("streams", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final Duration OLDEST_FRAME = Duration.ofHours(2);

  private final String group;
  private final PipelineTopic topic;
  private final TopicPartitions partitions;
  private final ResultPositions positions;
  private final DemandSource demandSource;

  private transient PipelineIndex pipelines;
  private transient BroadcastState<String, byte[]> state;
  private transient PipelineChanges changes;
  private transient AutoCloseable following;
  private transient PipelineDemand demand;
  private transient AutoCloseable followingDemand;
  private transient TopicPartitions.View places;
  private transient ResultPositions.View results;
  private transient ListState<byte[]> streams;
  private transient StreamReports reports;
  private transient CatalogRecords catalog;
  private transient GpuRecords gpus;
  private transient long newestFrameMillis;

  /**
   * @param group consumer group of the job, which identifies it
   */
  public FilterOperator(
      OperatorOptions options,
      String group,
      PipelineTopic topic,
      TopicPartitions partitions,
      ResultPositions positions,
      DemandSource demandSource,
      SettingSource settings) {
    super(options, settings);
    this.group = group;
    this.topic = topic;
    this.partitions = partitions;
    this.positions = positions;
    this.demandSource = demandSource;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getBroadcastState(PIPELINES);
    pipelines = new PipelineIndex(options.budget().pipelines());
    state.immutableEntries().forEach(one -> pipelines.restore(one.getKey(), one.getValue()));
    streams = context.getOperatorStateStore().getUnionListState(STREAMS);
  }

  @Override
  public void open() throws Exception {
    PipelineTopic.Content content = topic.read();
    pipelines.load(content);
    places = partitions.open();
    results = positions.open();
    reports = reports();
    demand = new PipelineDemand(this::now);
    super.open();
    followingDemand = demandSource.follow(demand);
    metrics.pipelines(pipelines);
    changes = new PipelineChanges(mail("pipelines", this::applyChanges));
    following = topic.follow(content.nextOffset(), changes);
    announce();
    tickLater();
  }

  private StreamReports reports() throws Exception {
    StreamReports restored =
        new StreamReports(
            group,
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
            this::now,
            new StatusOutput(
                pipelines, results, record -> output.collect(STATUS, new StreamRecord<>(record))));
    streams.get().forEach(restored::restore);
    return restored;
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  private void tickLater() {
    long next = now() + StreamReports.TICK_MILLIS;
    getProcessingTimeService().registerTimer(next, time -> tick());
  }

  private void tick() {
    reports.tick();
    tickLater();
  }

  @Override
  Assignments assignments() {
    StatefulFilters stateful = StatefulFilters.of(engine.filters().definitions());
    return new PipelineAssignments(
        pipelines,
        metrics,
        new MisplacedFrames(places::of, metrics, System::nanoTime),
        reports,
        new OnDemand(demand, stateful, metrics, reports));
  }

  @Override
  LaneTopics topics() {
    return LaneTopics.ofFrames(options.topics());
  }

  private void announce() {
    String jobId = getRuntimeContext().getJobInfo().getJobId().toHexString();
    TaskInfo task = getRuntimeContext().getTaskInfo();
    if (task.getIndexOfThisSubtask() == 0) {
      catalog = new CatalogRecords(engine, group, jobId, task.getNumberOfParallelSubtasks());
    }
    if (!engine.engine().devices().isEmpty()) {
      gpus = GpuRecords.open(engine.engine(), group, jobId, task.getIndexOfThisSubtask());
    }
    if (catalog != null || gpus != null) {
      beat();
    }
  }

  private void beat() {
    if (catalog != null) {
      announce(catalog.at(Instant.now()));
    }
    if (gpus != null) {
      gpus.next().ifPresent(this::announce);
    }
    long next = now() + HEARTBEAT.toMillis();
    getProcessingTimeService().registerTimer(next, time -> beat());
  }

  private void announce(LogRecord record) {
    output.collect(CATALOG, new StreamRecord<>(record));
  }

  @Override
  public void processElement(StreamRecord<FrameRecord> element) {
    applyChanges();
    FrameRecord frame = element.getValue();
    if (!frame.holdsFrame()) {
      reports.assigned(frame.position().partition());
      return;
    }
    newestFrameMillis = Math.max(newestFrameMillis, frame.position().appendedAtMillis());
    accept(frame);
  }

  private void applyChanges() {
    if (changes.isEmpty()) {
      return;
    }
    flush();
    changes.applyTo(pipelines, this::countIfLate);
    metrics.pipelines(pipelines);
  }

  private void countIfLate(PipelineTimeline timeline) {
    Instant from = timeline.endsAt().orElse(timeline.newest().effectiveFrom());
    if (from.toEpochMilli() <= newestFrameMillis) {
      metrics.late();
    }
  }

  @Override
  LogRecord toRecord(Frame result, FrameRecord source, String key) {
    return new LogRecord(
        key,
        FrameCodec.encode(result),
        result.trace(),
        source.headers().after(origin(result.processing().orElseThrow())));
  }

  /** Lets a reader detect a repeated result without reading its value. */
  private static Header[] origin(Processing processing) {
    SourcePosition from = processing.source();
    return new Header[] {
      Header.of(HeaderNames.PIPELINE, processing.pipelineId()),
      Header.of(HeaderNames.SOURCE_PARTITION, Integer.toString(from.partition())),
      Header.of(HeaderNames.SOURCE_OFFSET, Long.toString(from.offset()))
    };
  }

  @Override
  void count(Frame result, Processing processing) {
    reports.processed(result, processing);
  }

  @Override
  void kept(String streamId, int partition, String traceId) {
    reports.kept(streamId, partition, traceId);
  }

  @Override
  void emit(Reject reject, OptionalInt answerPartition, TraceContext trace) {
    reports.rejected(reject.streamId(), reject.source().partition(), reject.code());
    emitReject(reject, trace);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    pipelines.forgetEndedBefore(Instant.now().minus(OLDEST_FRAME));
    state.clear();
    state.putAll(pipelines.encoded());
    streams.update(reports.saved());
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    if (catalog != null) {
      catalog.checkpointed(checkpointId, Instant.now());
    }
  }

  @Override
  public void notifyCheckpointAborted(long checkpointId) throws Exception {
    super.notifyCheckpointAborted(checkpointId);
    if (catalog != null) {
      catalog.checkpointFailed();
    }
  }

  @Override
  public void endInput() {
    flush();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part :
        Arrays.asList(gpus, changes, following, followingDemand, places, results)) {
      if (part != null) {
        part.close();
      }
    }
    super.close();
  }
}
