package io.darkroom.operator;

import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.telemetry.setting.SettingSource;
import io.darkroom.telemetry.setting.SharedTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs the pipelines of each frame. First input: frames, each stream on one subtask, in order.
 * Second input: pipeline changes, all of them on every subtask. Results come out in the order of
 * the frames; rejects and the catalogue leave by side outputs.
 *
 * <p>Frames may wait a few milliseconds to share a bundle. None is pending when a checkpoint
 * barrier passes, so that no frame is ever part of the state: the state is the pipelines alone.
 */
public final class FilterOperator extends AbstractStreamOperator<LogRecord>
    implements TwoInputStreamOperator<FrameRecord, PipelineRecord, LogRecord>, BoundedMultiInput {

  public static final OutputTag<LogRecord> REJECTS = new OutputTag<>("rejects", RecordType.LOG);
  public static final OutputTag<LogRecord> CATALOG = new OutputTag<>("catalog", RecordType.LOG);

  private static final long serialVersionUID = 1L;

  private static final MapStateDescriptor<String, byte[]> PIPELINES =
      new MapStateDescriptor<>(
          "pipelines", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
  private static final Duration HEARTBEAT = Duration.ofSeconds(2);
  private static final long MOST_BUNDLE_BYTES = 64 << 20;
  private static final Duration TIDY_EVERY = Duration.ofSeconds(5);
  private static final Duration OLDEST_FRAME = Duration.ofHours(2);

  private final OperatorOptions options;
  private final PipelineSnapshot snapshot;
  private final SettingSource settings;

  private transient PipelineIndex pipelines;
  private transient BroadcastState<String, byte[]> state;
  private transient TaskEngine engine;
  private transient FrameProcessor processor;
  private transient List<FrameRecord> bundle;
  private transient long bundleBytes;
  private transient ScheduledFuture<?> bundleTimer;
  private transient OperatorMetrics metrics;
  private transient CatalogRecords catalog;
  private transient Results results;
  private transient SharedTelemetry telemetry;
  private transient FrameLog frameLog;
  private transient long newestFrameMillis;

  public FilterOperator(
      OperatorOptions options, PipelineSnapshot snapshot, SettingSource settings) {
    this.options = options;
    this.snapshot = snapshot;
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getBroadcastState(PIPELINES);
    pipelines = new PipelineIndex(options.budget().pipelines());
    for (Map.Entry<String, byte[]> pipeline : state.immutableEntries()) {
      pipelines.restore(pipeline.getKey(), pipeline.getValue());
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    pipelines.load(snapshot.read());
    engine = TaskEngine.open(options, getRuntimeContext());
    LOG.info("engine {}: {}", engine.engine().accelerator(), engine.reason());
    telemetry = SharedTelemetry.open(settings);
    MemoryAccount memory = new MemoryAccount(options.budget().memoryBytes());
    processor =
        engine.processor(
            pipelines, options, memory, new FrameTraces(telemetry.tracing(), options.topics()));
    frameLog = new FrameLog(System::nanoTime);
    bundle = new ArrayList<>(options.bundleFrames());
    metrics = new OperatorMetrics(getMetricGroup());
    metrics.watch(engine.engine());
    metrics.watch(memory);
    metrics.pipelines(pipelines);
    results = new Results();
    announce();
    tidyLater();
  }

  private void tidyLater() {
    long next = getProcessingTimeService().getCurrentProcessingTime() + TIDY_EVERY.toMillis();
    getProcessingTimeService().registerTimer(next, time -> tidy());
  }

  private void tidy() {
    processor.tidy(Instant.now());
    tidyLater();
  }

  private void announce() {
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() != 0) {
      return;
    }
    catalog =
        new CatalogRecords(
            engine,
            getRuntimeContext().getJobInfo().getJobId().toHexString(),
            getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    beat();
  }

  private void beat() {
    output.collect(CATALOG, new StreamRecord<>(catalog.at(Instant.now())));
    long next = getProcessingTimeService().getCurrentProcessingTime() + HEARTBEAT.toMillis();
    getProcessingTimeService().registerTimer(next, time -> beat());
  }

  @Override
  public void processElement1(StreamRecord<FrameRecord> element) {
    FrameRecord frame = element.getValue();
    metrics.read(frame);
    newestFrameMillis = Math.max(newestFrameMillis, frame.position().appendedAtMillis());
    bundle.add(frame);
    bundleBytes += frame.value().length;
    if (bundle.size() >= options.bundleFrames() || bundleBytes >= MOST_BUNDLE_BYTES) {
      flush();
    } else if (bundleTimer == null) {
      long due = getProcessingTimeService().getCurrentProcessingTime() + options.bundleMillis();
      bundleTimer = getProcessingTimeService().registerTimer(due, time -> flush());
    }
  }

  @Override
  public void processElement2(StreamRecord<PipelineRecord> element) {
    flush();
    pipelines.follow(element.getValue()).ifPresent(this::countIfLate);
    metrics.pipelines(pipelines);
  }

  private void countIfLate(PipelineTimeline timeline) {
    Instant from = timeline.endsAt().orElse(timeline.newest().effectiveFrom());
    if (from.toEpochMilli() <= newestFrameMillis) {
      metrics.late();
    }
  }

  private void flush() {
    if (bundleTimer != null) {
      bundleTimer.cancel(false);
      bundleTimer = null;
    }
    if (!bundle.isEmpty()) {
      processor.process(bundle, results);
      bundle.clear();
      bundleBytes = 0;
    }
  }

  /** Results of the processor on their way to the outputs. */
  private final class Results implements FrameProcessor.Sink {

    @Override
    public void processed(Frame result, String key) {
      metrics.processed(result, result.processing().orElseThrow());
      frameLog.processed(result);
      String requestId = result.request().isPresent() ? key : "";
      output.collect(
          new StreamRecord<>(
              new LogRecord(key, FrameCodec.encode(result), result.trace(), requestId)));
    }

    @Override
    public void rejected(Reject reject, TraceContext trace) {
      metrics.rejected(reject.code());
      frameLog.rejected(reject, trace);
      LogRecord log = new LogRecord(reject.streamId(), reject.toBytes(), trace, reject.requestId());
      output.collect(REJECTS, new StreamRecord<>(log));
    }

    @Override
    public void unclaimed(String streamId) {
      metrics.unclaimed();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    flush();
    super.processWatermark(mark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    pipelines.forgetEndedBefore(Instant.now().minus(OLDEST_FRAME));
    state.clear();
    state.putAll(pipelines.encoded());
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
  public void endInput(int inputId) {
    flush();
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (processor != null) {
      processor.close();
    }
    if (engine != null) {
      engine.close();
    }
    if (telemetry != null) {
      telemetry.close();
    }
    super.close();
  }
}
