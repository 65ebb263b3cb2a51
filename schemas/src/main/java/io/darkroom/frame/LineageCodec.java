package io.darkroom.frame;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Processing.FilterTime;
import java.time.Instant;

/** The parts of a frame that say what is to be done with it and what was done. */
public final class LineageCodec {

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
    if (message.getRequestId().isEmpty()) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME,
          "frame.request.request_id: empty (expected: an id to answer to). Check the producer.");
    }
    return new Request(
        message.getRequestId(),
        Chain.parse(message.getChain()),
        Accelerator.parse(message.getAccelerator()).orElse(Accelerator.AUTO),
        fromMessage(message.getOutput()),
        message.getSession());
  }

  static io.darkroom.v1.Request toMessage(Request request) {
    return io.darkroom.v1.Request.newBuilder()
        .setRequestId(request.requestId())
        .setChain(request.chain().toString())
        .setAccelerator(request.accelerator().text())
        .setOutput(toMessage(request.output()))
        .setSession(request.session())
        .build();
  }

  public static Output fromMessage(io.darkroom.v1.Output message) {
    return Output.of(message.getEncoding(), message.getQuality(), message.getScale());
  }

  public static io.darkroom.v1.Output toMessage(Output output) {
    return io.darkroom.v1.Output.newBuilder()
        .setEncoding(output.encoding().text())
        .setQuality(output.quality())
        .setScale(output.scale())
        .build();
  }

  static Processing fromMessage(io.darkroom.v1.Processing message) {
    return new Processing(
        message.getPipelineId(),
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

  public static io.darkroom.v1.Processing toMessage(Processing processing) {
    io.darkroom.v1.Processing.Builder message =
        io.darkroom.v1.Processing.newBuilder()
            .setPipelineId(processing.pipelineId())
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

  static SourcePosition fromMessage(io.darkroom.v1.SourcePosition message) {
    Instant appendedAt = FrameCodec.toInstant("source.appended_at", message.getAppendedAt());
    return new SourcePosition(
        message.getPartition(), message.getOffset(), appendedAt.toEpochMilli());
  }

  static io.darkroom.v1.SourcePosition toMessage(SourcePosition position) {
    return io.darkroom.v1.SourcePosition.newBuilder()
        .setPartition(position.partition())
        .setOffset(position.offset())
        .setAppendedAt(WireTime.of(Instant.ofEpochMilli(position.appendedAtMillis())))
        .build();
  }
}
