package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.setting.SettingSource;
import io.darkroom.telemetry.setting.SharedTelemetry;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Runs chains on the frames of one topic, in order. Results go to the output, rejects to a side
 * output; no record fails the task.
 *
 * <p>Frames may wait a few milliseconds to share a bundle, and several are in flight while codec
 * threads decode and encode them. After each job of a codec thread, a mail makes the task's thread
 * continue, so that no frame waits for the next one. No frame is pending when a checkpoint barrier
 * passes, so no frame is ever part of the state.
 */
abstract class FrameOperator extends AbstractStreamOperator<LogRecord> {

  public static final OutputTag<LogRecord> REJECTS = new OutputTag<>("rejects", RecordType.LOG);

  private static final long serialVersionUID = 1L;
  private static final long MOST_BUNDLE_BYTES = 64 << 20;
  private static final Duration TIDY_EVERY = Duration.ofSeconds(5);

  final OperatorOptions options;
  private final SettingSource settings;

  transient TaskEngine engine;
  transient OperatorMetrics metrics;
  private transient FrameProcessor processor;
  private transient List<FrameRecord> bundle;
  private transient long bundleBytes;
  private transient ScheduledFuture<?> bundleTimer;
  private transient MailboxExecutor mailbox;
  private transient SharedTelemetry telemetry;
  private transient FrameLog frameLog;
  private transient Results results;

  FrameOperator(OperatorOptions options, SettingSource settings) {
    this.options = options;
    this.settings = settings;
  }

  @Override
  public void open() throws Exception {
    super.open();
    engine = TaskEngine.open(options, getRuntimeContext());
    LOG.info("engine {}: {}", engine.engine().accelerator(), engine.reason());
    telemetry = SharedTelemetry.open(settings);
    metrics = new OperatorMetrics(getMetricGroup());
    metrics.watch(engine.engine());
    MemoryAccount memory = new MemoryAccount(options.budget().memoryBytes());
    metrics.watch(memory);
    FrameTraces traces = new FrameTraces(telemetry.tracing(), topics(), this::kept);
    mailbox =
        getContainingTask()
            .getMailboxExecutorFactory()
            .createExecutor(getOperatorConfig().getChainIndex());
    processor = engine.processor(assignments(), options, codecs(), memory, traces);
    frameLog = new FrameLog(System::nanoTime);
    bundle = new ArrayList<>(options.bundleFrames());
    results = new Results();
    tidyLater();
  }

  private CodecThreads codecs() {
    int slots =
        getContainingTask()
            .getEnvironment()
            .getTaskManagerInfo()
            .getConfiguration()
            .get(TaskManagerOptions.NUM_TASK_SLOTS);
    int threads = options.codecThreads(Runtime.getRuntime().availableProcessors(), slots);
    LOG.info("codec threads: {}", threads);
    Mail mail = mail("codec", () -> processor.advance(results));
    return new CodecThreads(threads, Thread.currentThread().getName(), mail);
  }

  /** Creates a mail to the task's thread; called after the operator has opened. */
  final Mail mail(String name, Runnable action) {
    return new Mail(mailbox, name, action);
  }

  private void tidyLater() {
    long next = getProcessingTimeService().getCurrentProcessingTime() + TIDY_EVERY.toMillis();
    getProcessingTimeService().registerTimer(next, time -> tidy());
  }

  private void tidy() {
    flush();
    processor.tidy(Instant.now());
    tidyLater();
  }

  /** Creates the assignments of frames; called once, while the operator opens. */
  abstract Assignments assignments();

  abstract LaneTopics topics();

  /** Creates the output record of a result. */
  abstract LogRecord toRecord(Frame result, FrameRecord source, String key);

  /** Counts a result that is about to be emitted. */
  void count(Frame result, Processing processing) {}

  /** Notes a trace that is kept for what happened to a frame of the stream. */
  void kept(String streamId, int partition, String traceId) {}

  /** Emits a reject. */
  abstract void emit(Reject reject, OptionalInt answerPartition, TraceContext trace);

  final void accept(FrameRecord frame) {
    metrics.read(frame);
    bundle.add(frame);
    bundleBytes += frame.value().length;
    if (bundle.size() >= options.bundleFrames() || bundleBytes >= MOST_BUNDLE_BYTES) {
      begin();
    } else if (bundleTimer == null) {
      long due = getProcessingTimeService().getCurrentProcessingTime() + options.bundleMillis();
      bundleTimer = getProcessingTimeService().registerTimer(due, time -> begin());
    }
  }

  /** Emits the results of all accepted frames. */
  final void flush() {
    begin();
    processor.finish(results);
  }

  private void begin() {
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

  /**
   * Returns how many frames are being decoded, filtered or encoded, or wait for results of earlier
   * frames.
   */
  final int inFlight() {
    return processor.inFlight();
  }

  final void emitReject(Reject reject, TraceContext trace) {
    output.collect(
        REJECTS, new StreamRecord<>(new LogRecord(reject.streamId(), reject.toBytes(), trace)));
  }

  /** Sends the results of the processor to the outputs. */
  private final class Results implements FrameProcessor.Sink {

    @Override
    public void processed(Frame result, FrameRecord source, String key) {
      LogRecord record = toRecord(result, source, key);
      if (record.bytes() > Topics.MAX_RECORD_BYTES) {
        rejected(tooLarge(result, record), record.partition(), TraceContext.NONE);
        return;
      }
      metrics.processed(result, result.processing().orElseThrow());
      count(result, result.processing().orElseThrow());
      frameLog.processed(result);
      output.collect(new StreamRecord<>(record));
    }

    @Override
    public void rejected(Reject reject, OptionalInt answerPartition, TraceContext trace) {
      metrics.rejected(reject.code());
      frameLog.rejected(reject, trace);
      emit(reject, answerPartition, trace);
    }
  }

  /** The topic would refuse the record, and the task would fail after every restart. */
  private static Reject tooLarge(Frame result, LogRecord record) {
    DarkroomException cause =
        new DarkroomException(
            ErrorCode.IMAGE_TOO_LARGE,
            "result: %d bytes with its lineage (expected: at most %d). Scale it down, or use JPEG."
                .formatted(record.bytes(), Topics.MAX_RECORD_BYTES));
    return new Reject(
        cause.code(),
        cause.getMessage(),
        result.streamId(),
        result.processing().orElseThrow().pipelineId(),
        result.request().map(request -> request.requestId()).orElse(""),
        result.processing().orElseThrow().source(),
        Instant.now());
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
