package io.darkroom.operator;

import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.log.CorrelationId;
import io.darkroom.telemetry.log.SafeText;
import io.darkroom.telemetry.trace.Traceparent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Logs a line for each frame with a correlation id and for each reject, with the same fields as the
 * gateway's lines for the frame. Lines beyond {@value #PER_SECOND} per second are skipped; the next
 * line says how many. Used by the task's thread.
 */
final class FrameLog {

  static final int BURST = 200;
  static final int PER_SECOND = 100;

  private static final Logger LOG = LoggerFactory.getLogger(FrameLog.class);

  private final LongSupplier nanoTime;
  private double room = BURST;
  private long roomAt;
  private long skipped;

  FrameLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.roomAt = nanoTime.getAsLong();
  }

  void processed(Frame result) {
    String id = CorrelationId.in(result.trace().baggage());
    if (id.isEmpty() || !hasRoom()) {
      return;
    }
    Processing processing = result.processing().orElseThrow();
    withFields(
        id,
        result.trace(),
        result.streamId(),
        processing.pipelineId(),
        () ->
            LOG.info(
                "frame {} processed on {} in {} ms, after {} ms in the queue",
                result.sequence(),
                processing.accelerator(),
                millis(workMicros(processing)),
                millis(processing.queueMicros())));
  }

  private static long workMicros(Processing processing) {
    long filters = processing.filters().stream().mapToLong(FilterTime::micros).sum();
    return processing.decodeMicros() + filters + processing.encodeMicros();
  }

  private static double millis(long micros) {
    return micros / 1e3;
  }

  void rejected(Reject reject, TraceContext trace) {
    if (!hasRoom()) {
      return;
    }
    withFields(
        CorrelationId.in(trace.baggage()),
        trace,
        reject.streamId(),
        reject.pipelineId(),
        () ->
            LOG.warn(
                "frame at {}/{} rejected: {}: {}",
                reject.source().partition(),
                reject.source().offset(),
                reject.code(),
                SafeText.line(reject.message())));
  }

  private static void withFields(
      String correlationId, TraceContext trace, String streamId, String pipelineId, Runnable line) {
    List<MDC.MDCCloseable> fields = new ArrayList<>(5);
    put(fields, CorrelationId.FIELD, correlationId);
    put(fields, "stream", streamId);
    put(fields, "pipeline", pipelineId);
    Traceparent.parse(trace.traceparent())
        .ifPresent(
            parent -> {
              put(fields, "trace_id", parent.traceId());
              put(fields, "span_id", parent.spanId());
            });
    try {
      line.run();
    } finally {
      fields.forEach(MDC.MDCCloseable::close);
    }
  }

  private static void put(List<MDC.MDCCloseable> fields, String name, String value) {
    if (!value.isEmpty()) {
      fields.add(MDC.putCloseable(name, SafeText.line(value)));
    }
  }

  /** A token bucket. A library for it would be one more jar beside those of Flink. */
  private boolean hasRoom() {
    long now = nanoTime.getAsLong();
    double regained = (double) (now - roomAt) * PER_SECOND / TimeUnit.SECONDS.toNanos(1);
    room = Math.min(BURST, room + regained);
    roomAt = now;
    if (room < 1) {
      skipped++;
      return false;
    }
    room--;
    if (skipped > 0) {
      LOG.warn(
          "skipped {} lines about frames (expected: at most {} per second)", skipped, PER_SECOND);
      skipped = 0;
    }
    return true;
  }
}
