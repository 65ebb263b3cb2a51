package io.darkroom.pipeline;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Excerpt;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.Names;
import io.darkroom.frame.WireTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Converts pipelines to and from the messages of the API and the topic {@code pipelines}. */
public final class PipelineCodec {

  private PipelineCodec() {}

  /** Returns the message that the API returns. */
  public static io.darkroom.v1.Pipeline toMessage(Pipeline pipeline) {
    return toRecord(pipeline).setEtag(pipeline.etag()).build();
  }

  private static io.darkroom.v1.Pipeline.Builder toRecord(Pipeline pipeline) {
    return io.darkroom.v1.Pipeline.newBuilder()
        .setPipelineId(pipeline.pipelineId())
        .setStreamId(pipeline.streamId())
        .setChain(pipeline.chain().toString())
        .setAccelerator(pipeline.accelerator().text())
        .setOutput(LineageCodec.toMessage(pipeline.output()))
        .putAllLabels(pipeline.labels())
        .setEnabled(pipeline.enabled())
        .setOnDemand(pipeline.onDemand())
        .setUid(pipeline.uid())
        .setRevision(pipeline.revision())
        .setCreatedAt(WireTime.of(pipeline.createdAt()))
        .setEffectiveFrom(WireTime.of(pipeline.effectiveFrom()));
  }

  /**
   * Reads a pipeline from a request or a record.
   *
   * @param defaultTime used for times that the message does not set
   * @throws DarkroomException {@code INVALID_ARGUMENT} or {@code INVALID_CHAIN}
   */
  public static Pipeline fromMessage(io.darkroom.v1.Pipeline message, Instant defaultTime) {
    return new Pipeline(
        Names.require("pipelineId", message.getPipelineId()),
        uid(message.getUid()),
        Names.require("streamId", message.getStreamId()),
        Chain.parse(message.getChain()),
        parseAccelerator(message.getAccelerator()),
        LineageCodec.fromMessage(message.getOutput()),
        message.getLabelsMap(),
        !message.hasEnabled() || message.getEnabled(),
        message.getOnDemand(),
        message.getRevision(),
        message.hasCreatedAt() ? toInstant("createdAt", message.getCreatedAt()) : defaultTime,
        message.hasEffectiveFrom()
            ? toInstant("effectiveFrom", message.getEffectiveFrom())
            : defaultTime);
  }

  private static String uid(String text) {
    return text.isEmpty() ? text : Names.require("uid", text);
  }

  /** Parses the name of an accelerator; an empty name means auto. */
  public static Accelerator parseAccelerator(String text) {
    if (text.isEmpty()) {
      return Accelerator.AUTO;
    }
    return Accelerator.parse(text)
        .orElseThrow(
            () ->
                DarkroomException.invalid(
                    "accelerator",
                    "accelerator: %s (expected: auto, cpu or cuda). Choose one of them."
                        .formatted(Excerpt.quoted(text))));
  }

  /**
   * Encodes the value of a record of the topic.
   *
   * @param asap whether the newest revision takes effect {@link PipelineTimeline#LEAD} after its
   *     record is appended
   */
  public static byte[] toBytes(PipelineTimeline timeline, boolean asap) {
    io.darkroom.v1.PipelineTimeline.Builder message = io.darkroom.v1.PipelineTimeline.newBuilder();
    timeline.revisions().forEach(revision -> message.addRevisions(toRecord(revision)));
    if (asap) {
      message.getRevisionsBuilder(message.getRevisionsCount() - 1).clearEffectiveFrom();
    }
    timeline.endsAt().map(WireTime::of).ifPresent(message::setEndsAt);
    return message.build().toByteArray();
  }

  /**
   * Decodes the value of a record of the topic.
   *
   * @param appendedAt the record's timestamp
   * @throws DarkroomException {@code INVALID_ARGUMENT} or {@code INVALID_CHAIN}
   */
  public static PipelineTimeline fromBytes(byte[] bytes, Instant appendedAt) {
    try {
      io.darkroom.v1.PipelineTimeline message = io.darkroom.v1.PipelineTimeline.parseFrom(bytes);
      Instant soon = appendedAt.plus(PipelineTimeline.LEAD);
      int forgotten = Math.max(0, message.getRevisionsCount() - PipelineTimeline.LONGEST);
      List<Pipeline> revisions =
          message.getRevisionsList().stream()
              .skip(forgotten)
              .map(revision -> fromMessage(revision, soon))
              .toList();
      Optional<Instant> endsAt =
          message.hasEndsAt()
              ? Optional.of(toInstant("endsAt", message.getEndsAt()))
              : Optional.empty();
      return new PipelineTimeline(revisions, endsAt);
    } catch (InvalidProtocolBufferException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_ARGUMENT,
          "pipeline record: %d bytes that are not protobuf (expected: %s). Put the pipeline again."
              .formatted(bytes.length, "darkroom.v1.PipelineTimeline"),
          e);
    }
  }

  private static Instant toInstant(String field, Timestamp timestamp) {
    return WireTime.read(timestamp)
        .filter(moment -> !moment.isBefore(Instant.EPOCH))
        .orElseThrow(
            () ->
                DarkroomException.invalid(
                    field,
                    "%s: %d s (expected: a time in the years 1970 to 9999). Correct it."
                        .formatted(field, timestamp.getSeconds())));
  }
}
