package io.darkroom.operator;

import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.Slowest;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Traceparent;
import io.darkroom.telemetry.trace.Tracing;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Creates the spans of frames from measured times, after the work is done and it is known whether
 * the trace is worth keeping. No spans are created for other traces. The spans of filters are
 * placed end to end before the encoding. Used by the task's thread.
 */
final class FrameTraces {

  /** Receives each trace that is kept because of what happened to its frame here. */
  interface Kept {
    void kept(String streamId, int partition, String traceId);
  }

  private final Tracing tracing;
  private final LaneTopics topics;
  private final Kept kept;
  private final Slowest slowest = new Slowest();

  FrameTraces(Tracing tracing, LaneTopics topics, Kept kept) {
    this.tracing = tracing;
    this.topics = topics;
    this.kept = kept;
  }

  /**
   * Creates the spans of a bundle whose tasks, by frame, are done, and puts their context into its
   * results.
   */
  void record(List<List<FrameTask>> tasksByFrame) {
    if (!tracing.enabled()) {
      return;
    }
    List<SpanContext> kept = new ArrayList<>();
    for (List<FrameTask> tasks : tasksByFrame) {
      if (!tasks.isEmpty()) {
        begin(tasks).ifPresent(span -> kept.add(frame(span, tasks)));
      }
    }
    if (tasksByFrame.size() > 1 && !kept.isEmpty()) {
      bundle(tasksByFrame, kept);
    }
  }

  /** Starts the span of a frame; returns empty if the trace is not kept. */
  private Optional<Span> begin(List<FrameTask> tasks) {
    FrameTask first = tasks.get(0);
    Optional<Decision> worth = worthKeeping(tasks);
    Optional<Traceparent> parent = Traceparent.parse(first.trace().traceparent());
    if (worth.isEmpty() && parent.isPresent() && !parent.get().sampled()) {
      return Optional.empty();
    }
    Context came = tracing.context(first.trace());
    Context context = worth.map(why -> Tracing.wanted(came, why)).orElse(came);
    Span span = consumer(first, Baggage.fromContext(came)).setParent(context).startSpan();
    if (!span.getSpanContext().isSampled()) {
      return Optional.empty();
    }
    if (worth.isPresent()) {
      int partition = first.source().position().partition();
      kept.kept(first.streamId(), partition, span.getSpanContext().getTraceId());
    }
    return Optional.of(span);
  }

  private Optional<Decision> worthKeeping(List<FrameTask> tasks) {
    boolean slow = false;
    for (FrameTask task : tasks) {
      if (task.failure().isPresent()) {
        return Optional.of(Decision.ERROR);
      }
      long took = task.ended().toEpochMilli() - task.source().position().appendedAtMillis();
      slow |= slowest.add(took);
    }
    if (tasks.stream().flatMap(task -> task.result().stream()).anyMatch(FrameTraces::fellBack)) {
      return Optional.of(Decision.FALLBACK);
    }
    return slow ? Optional.of(Decision.SLOW) : Optional.empty();
  }

  private static boolean fellBack(Frame result) {
    return result.processing().orElseThrow().fellBack();
  }

  private SpanBuilder consumer(FrameTask task, Baggage baggage) {
    String topic = topics.in();
    FrameRecord source = task.source();
    Frame frame = task.frame();
    SpanBuilder span =
        tracing
            .tracer()
            .spanBuilder("process " + topic)
            .setSpanKind(SpanKind.CONSUMER)
            .setStartTimestamp(task.started())
            .setAttribute(TraceAttributes.STREAM, frame.streamId())
            .setAttribute(TraceAttributes.SEQUENCE, frame.sequence())
            .setAttribute(TraceAttributes.BYTES, (long) frame.image().size())
            .setAttribute(
                TraceAttributes.PARTITION, Integer.toString(source.position().partition()))
            .setAttribute(TraceAttributes.OFFSET, source.position().offset())
            .setAttribute(TraceAttributes.BODY_SIZE, (long) source.value().length);
    if (source.key() != null) {
      span.setAttribute(TraceAttributes.MESSAGE_KEY, source.key());
    }
    TraceAttributes.addKafka(span, "process", topic);
    TraceAttributes.add(span, baggage);
    return span;
  }

  private SpanContext frame(Span span, List<FrameTask> tasks) {
    FrameTask first = tasks.get(0);
    Mat image = first.image();
    if (image != null) {
      span.setAttribute(TraceAttributes.WIDTH, image.cols())
          .setAttribute(TraceAttributes.HEIGHT, image.rows())
          .setAttribute(TraceAttributes.CHANNELS, image.channels());
      span("decode", span, first.started(), Duration.of(first.decodeMicros(), ChronoUnit.MICROS));
    }
    for (FrameTask task : tasks) {
      task.result().ifPresent(result -> processed(span, task, result));
      task.failure().ifPresent(failure -> rejected(span, task, failure));
    }
    span.end();
    return span.getSpanContext();
  }

  private void processed(Span parent, FrameTask task, Frame result) {
    Processing processing = result.processing().orElseThrow();
    Duration encoding = Duration.of(processing.encodeMicros(), ChronoUnit.MICROS);
    long filtering = processing.filters().stream().mapToLong(FilterTime::micros).sum();
    Instant start = task.ended().minus(encoding).minus(filtering, ChronoUnit.MICROS);
    boolean request = processing.pipelineId().isEmpty();
    SpanBuilder builder =
        builder(request ? "request" : "pipeline " + processing.pipelineId(), parent, start)
            .setAttribute(TraceAttributes.PIPELINE, processing.pipelineId())
            .setAttribute(TraceAttributes.REVISION, processing.revision())
            .setAttribute(
                TraceAttributes.FILTERS,
                processing.filters().stream().map(FilterTime::filterId).toList())
            .setAttribute(TraceAttributes.FELL_BACK, processing.fellBack())
            .setAttribute(TraceAttributes.QUEUE_MICROS, processing.queueMicros());
    accelerator(builder, processing.accelerator());
    Span span = builder.startSpan();
    List<Span> filters = filters(span, processing, start);
    kernels(span, filters, task.kernels(), start);
    span("encode", span, task.ended().minus(encoding), encoding);
    span.end(task.ended());
    String topic = topics.out();
    send(parent, task, topic, task.assignment().key(), result.image().size());
  }

  private static void accelerator(SpanBuilder span, String accelerator) {
    String[] parts = accelerator.split(":", 2);
    span.setAttribute(TraceAttributes.ACCELERATOR, parts[0]);
    if (parts.length == 2) {
      span.setAttribute(TraceAttributes.DEVICE, parts[1]);
    }
  }

  private List<Span> filters(Span parent, Processing processing, Instant start) {
    List<Span> spans = new ArrayList<>();
    Instant at = start;
    for (FilterTime filter : processing.filters()) {
      Span span =
          builder("filter " + filter.filterId(), parent, at)
              .setAttribute(TraceAttributes.FILTER, filter.filterId())
              .startSpan();
      at = at.plus(filter.micros(), ChronoUnit.MICROS);
      span.end(at);
      spans.add(span);
    }
    return spans;
  }

  /**
   * Adds spans below their filter, or below the pipeline if one kernel does the work of several
   * filters.
   */
  private void kernels(Span pipeline, List<Span> filters, List<KernelTime> kernels, Instant start) {
    Instant at = start;
    for (KernelTime kernel : kernels) {
      Span parent = kernel.filters() == 1 ? filters.get(kernel.firstFilter()) : pipeline;
      span("kernel " + kernel.name(), parent, at, Duration.ofNanos(kernel.nanos()));
      at = at.plusNanos(kernel.nanos());
    }
  }

  private void rejected(Span parent, FrameTask task, DarkroomException failure) {
    parent
        .setAttribute(TraceAttributes.ERROR_TYPE, failure.code().name())
        .setStatus(StatusCode.ERROR, failure.getMessage());
    send(parent, task, topics.refused(), task.streamId(), 0);
  }

  /** Adds the span of handing a record to the sink, which sends it. */
  private void send(Span parent, FrameTask task, String topic, String key, long bytes) {
    Instant now = Instant.now();
    SpanBuilder span =
        builder("send " + topic, parent, now)
            .setSpanKind(SpanKind.PRODUCER)
            .setAttribute(TraceAttributes.MESSAGE_KEY, key);
    TraceAttributes.addKafka(span, "send", topic);
    if (bytes > 0) {
      span.setAttribute(TraceAttributes.BODY_SIZE, bytes);
    }
    Span sent = span.startSpan();
    sent.end();
    task.carry(tracing.carried(sent.getSpanContext(), task.trace()));
  }

  private void bundle(List<List<FrameTask>> tasksByFrame, List<SpanContext> frames) {
    List<FrameTask> tasks = tasksByFrame.stream().flatMap(List::stream).toList();
    Instant start = tasks.stream().map(FrameTask::started).min(Instant::compareTo).orElseThrow();
    SpanBuilder bundle =
        tracing
            .tracer()
            .spanBuilder("bundle")
            .setParent(Tracing.wanted(Context.root(), Decision.PARENT))
            .setStartTimestamp(start)
            .setAttribute(TraceAttributes.BUNDLE_SIZE, (long) tasksByFrame.size())
            .setAttribute(TraceAttributes.BATCH_SIZE, (long) tasksByFrame.size());
    frames.forEach(bundle::addLink);
    bundle.startSpan().end();
  }

  private void span(String name, Span parent, Instant start, Duration length) {
    builder(name, parent, start).startSpan().end(start.plus(length));
  }

  private SpanBuilder builder(String name, Span parent, Instant start) {
    return tracing
        .tracer()
        .spanBuilder(name)
        .setParent(Context.root().with(parent))
        .setStartTimestamp(start);
  }
}
