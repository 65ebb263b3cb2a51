package io.darkroom.frame;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Processing.FilterTime;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Converts the request, output settings and lineage of a frame to and from their messages. */
public final class LineageCodec {

  private static final Duration MAX_TIMEOUT = Duration.ofHours(1);
  private static final int LONGEST_TEXT = 128;

  private LineageCodec() {}

  static TraceContext fromMessage(io.darkroom.v1.TraceContext message) {
    return new TraceContext(
        message.getTraceparent(), message.getTracestate(), message.getBaggage());
  }

  static io.darkroom.v1.TraceContext toMessage(TraceContext trace) {
    return io.darkroom.v1.TraceContext.newBuilder()
        .setTraceparent(trace.traceparent())
        .setTracestate(trace.tracestate())
        .setBaggage(trace.baggage())
        .build();
  }

  static Request fromMessage(io.darkroom.v1.Request message) {
    if (!Names.valid(message.getRequestId())) {
      throw FrameCodec.invalid(
          "request.request_id", Excerpt.quoted(message.getRequestId()), Names.EXPECTED);
    }
    if (!message.getSession().isEmpty() && !Names.valid(message.getSession())) {
      throw FrameCodec.invalid(
          "request.session", Excerpt.quoted(message.getSession()), "empty, or " + Names.EXPECTED);
    }
    return new Request(
        message.getRequestId(),
        Chain.parse(message.getChain()),
        Accelerator.parse(message.getAccelerator()).orElse(Accelerator.AUTO),
        fromMessage(message.getOutput()),
        message.getSession(),
        timeout(message),
        answerPartition(message));
  }

  static OptionalInt answerPartition(io.darkroom.v1.Request message) {
    if (!message.hasAnswerPartition()) {
      return OptionalInt.empty();
    }
    if (message.getAnswerPartition() < 0) {
      throw FrameCodec.invalid(
          "request.answer_partition", "more than 2147483647", "a partition of the topic answers");
    }
    return OptionalInt.of(message.getAnswerPartition());
  }

  private static Duration timeout(io.darkroom.v1.Request message) {
    if (!message.hasTimeout()) {
      return Request.DEFAULT_TIMEOUT;
    }
    long seconds = message.getTimeout().getSeconds();
    int nanos = message.getTimeout().getNanos();
    boolean positive = seconds >= 0 && nanos >= 0 && (seconds > 0 || nanos > 0);
    if (!positive || seconds > MAX_TIMEOUT.toSeconds() || nanos > 999_999_999) {
      throw FrameCodec.invalid(
          "request.timeout", seconds + " s", "above 0, at most " + MAX_TIMEOUT.toSeconds() + " s");
    }
    return Duration.ofSeconds(seconds, nanos);
  }

  static io.darkroom.v1.Request toMessage(Request request) {
    io.darkroom.v1.Request.Builder message = io.darkroom.v1.Request.newBuilder();
    request.answerPartition().ifPresent(message::setAnswerPartition);
    return message
        .setRequestId(request.requestId())
        .setChain(request.chain().toString())
        .setAccelerator(request.accelerator().text())
        .setOutput(toMessage(request.output()))
        .setSession(request.session())
        .setTimeout(
            com.google.protobuf.Duration.newBuilder()
                .setSeconds(request.timeout().getSeconds())
                .setNanos(request.timeout().getNano()))
        .build();
  }

  public static Output fromMessage(io.darkroom.v1.Output message) {
    return Output.of(
        message.getEncoding(),
        message.hasQuality() ? OptionalInt.of(message.getQuality()) : OptionalInt.empty(),
        message.hasScale() ? OptionalDouble.of(message.getScale()) : OptionalDouble.empty());
  }

  public static io.darkroom.v1.Output toMessage(Output output) {
    return io.darkroom.v1.Output.newBuilder()
        .setEncoding(output.encoding().text())
        .setQuality(output.quality())
        .setScale(output.scale())
        .build();
  }

  static Processing fromMessage(io.darkroom.v1.Processing message) {
    requireBounded(message);
    return new Processing(
        message.getPipelineId(),
        message.getPipelineUid(),
        message.getRevision(),
        message.getAccelerator(),
        message.getFellBack(),
        fromMessage(message.getSource()),
        message.getQueueMicros(),
        message.getDecodeMicros(),
        message.getFiltersList().stream()
            .map(time -> new FilterTime(time.getFilterId(), time.getMicros()))
            .toList(),
        message.getEncodeMicros(),
        message.getWarmingUp());
  }

  /** The job respects these limits, but any program can write to the topic. */
  private static void requireBounded(io.darkroom.v1.Processing message) {
    if (message.getFiltersCount() > Chain.MAX_STEPS) {
      throw FrameCodec.invalid(
          "processing.filters", message.getFiltersCount(), "at most " + Chain.MAX_STEPS);
    }
    requireShort("pipeline_id", message.getPipelineId());
    requireShort("pipeline_uid", message.getPipelineUid());
    requireShort("accelerator", message.getAccelerator());
    message.getFiltersList().forEach(time -> requireShort("filter_id", time.getFilterId()));
  }

  private static void requireShort(String field, String text) {
    if (text.length() > LONGEST_TEXT) {
      throw FrameCodec.invalid(
          "processing." + field, Excerpt.quoted(text), "at most " + LONGEST_TEXT + " characters");
    }
  }

  public static io.darkroom.v1.Processing toMessage(Processing processing) {
    io.darkroom.v1.Processing.Builder message =
        io.darkroom.v1.Processing.newBuilder()
            .setPipelineId(processing.pipelineId())
            .setPipelineUid(processing.pipelineUid())
            .setRevision(processing.revision())
            .setAccelerator(processing.accelerator())
            .setFellBack(processing.fellBack())
            .setSource(toMessage(processing.source()))
            .setQueueMicros(processing.queueMicros())
            .setDecodeMicros(processing.decodeMicros())
            .setEncodeMicros(processing.encodeMicros())
            .setWarmingUp(processing.warmingUp());
    for (FilterTime time : processing.filters()) {
      message.addFilters(
          io.darkroom.v1.FilterTime.newBuilder()
              .setFilterId(time.filterId())
              .setMicros(time.micros()));
    }
    return message.build();
  }

  public static SourcePosition fromMessage(io.darkroom.v1.SourcePosition message) {
    Instant appendedAt = FrameCodec.toInstant("source.appended_at", message.getAppendedAt());
    return new SourcePosition(
        message.getPartition(), message.getOffset(), appendedAt.toEpochMilli());
  }

  public static io.darkroom.v1.SourcePosition toMessage(SourcePosition position) {
    return io.darkroom.v1.SourcePosition.newBuilder()
        .setPartition(position.partition())
        .setOffset(position.offset())
        .setAppendedAt(WireTime.of(Instant.ofEpochMilli(position.appendedAtMillis())))
        .build();
  }
}
