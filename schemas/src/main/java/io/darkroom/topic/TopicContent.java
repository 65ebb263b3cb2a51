package io.darkroom.topic;

import io.darkroom.frame.ContentType;

/** The content of each topic: key, message type, writer and purpose. */
public enum TopicContent {
  FRAMES(
      "frames",
      "stream id",
      "darkroom.v1.Frame",
      Writer.ANYONE,
      "Frames of streams. The value is a protobuf Frame, with or without Confluent framing, or a bare"
          + " JPEG or PNG."),
  PROCESSED(
      "processed",
      "pipeline id",
      "darkroom.v1.Frame",
      Writer.JOB,
      "Processed frames: one for each frame and pipeline."),
  REQUESTS(
      "requests",
      "session, or request id if the request has no session",
      "darkroom.v1.Frame",
      Writer.ANYONE,
      "Frames that ask for one answer: `request` is set."),
  ANSWERS(
      "answers",
      "request id",
      "darkroom.v1.Answer",
      Writer.JOB,
      "The outcome of each request: a frame or a reject."),
  CANCELLATIONS(
      "cancellations",
      "request id",
      "",
      Writer.ANYONE,
      "Cancelled requests. Records have no value."),
  REJECTS(
      "rejects",
      "stream id; empty if it could not be read from the record",
      "darkroom.v1.Reject",
      Writer.JOB,
      "Why frames gave no result, with an error code and the position of the frame."),
  PIPELINES(
      "pipelines",
      "pipeline id",
      "darkroom.v1.PipelineTimeline",
      Writer.GATEWAY,
      "Revisions of pipelines. A record without a value deletes the pipeline."),
  CATALOG(
      "catalog",
      "consumer group of the job (--group-id): GROUP; GROUP/SUBTASK for the GPUs of a TaskManager",
      "darkroom.v1.Catalog",
      Writer.JOB,
      "The filters and the status of each running job, and the GPUs of its other TaskManagers, every"
          + " 2 seconds."),
  SOURCES(
      "sources",
      "source id",
      "darkroom.v1.Source",
      Writer.GATEWAY,
      "Definitions of sources. A record without a value deletes the source."),
  SOURCE_STATUS(
      "source-status",
      "source id",
      "darkroom.v1.SourceStatus",
      Writer.GATEWAY,
      "The status of each source, every second."),
  PRESETS(
      "presets",
      "preset id",
      "darkroom.v1.Preset",
      Writer.GATEWAY,
      "Named chains that all users share. A record without a value deletes the preset."),
  KEYS(
      "keys",
      "\"key/KEY_ID\" or \"use/KEY_ID\"",
      "darkroom.v1.StoredKey",
      Writer.GATEWAY,
      "API keys, of whose secret parts only hashes are stored, and when each was last used. A record without a value revokes the key."),
  AUDIT(
      "audit",
      "name of the caller",
      "darkroom.v1.AuditEvent",
      Writer.GATEWAY,
      "Every change of control state, and every refused call: who, from where, what, before and"
          + " after."),
  STREAM_STATUS(
      "stream-status",
      "stream id, partition of `frames` and job group: STREAM/PARTITION/GROUP",
      "darkroom.v1.StreamReport",
      Writer.JOB,
      "What the job sees of each stream and its pipelines, every second."),
  PIPELINE_DEMAND(
      "pipeline-demand",
      "any id of the process that no other process has",
      "darkroom.v1.PipelineDemand",
      Writer.ANYONE,
      "The on-demand pipelines that are used through each gateway: when it changes, and every 3"
          + " seconds."),
  SETTINGS(
      "settings",
      "\"log-level/LOGGER\" or \"trace-ratio/STREAM\"",
      "darkroom.v1.Setting",
      Writer.GATEWAY,
      "Log levels and trace ratios of gateways and jobs. A record without a value restores the default.");

  /** Who writes to a topic. */
  public enum Writer {
    /** The gateway and any other program. */
    ANYONE,
    GATEWAY,
    JOB
  }

  private final String suffix;
  private final String key;
  private final String message;
  private final Writer writer;
  private final String about;

  TopicContent(String suffix, String key, String message, Writer writer, String about) {
    this.suffix = suffix;
    this.key = key;
    this.message = message;
    this.writer = writer;
    this.about = about;
  }

  /** Returns the topic's name without its prefix. */
  public String suffix() {
    return suffix;
  }

  /** Describes the key of a record. */
  public String key() {
    return key;
  }

  /** Returns the full name of the protobuf message; empty if records have no value. */
  public String message() {
    return message;
  }

  public Writer writer() {
    return writer;
  }

  /** Describes the purpose of the topic. */
  public String about() {
    return about;
  }

  /** Returns the value of the header {@code content-type}; empty if records have no value. */
  public String contentType() {
    return message.isEmpty() ? "" : ContentType.protobuf(message);
  }
}
