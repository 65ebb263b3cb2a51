package io.darkroom.topic;

import io.darkroom.frame.ContentType;

/** What the records of each topic hold: the part of the contract that names do not show. */
public enum TopicContent {
  FRAMES(
      "frames",
      "stream id",
      "darkroom.v1.Frame",
      Writer.ANYONE,
      "Frames of streams. The value is a protobuf Frame, the same with Confluent framing, or a bare"
          + " JPEG or PNG."),
  PROCESSED(
      "processed",
      "pipeline id",
      "darkroom.v1.Frame",
      Writer.JOB,
      "Results: one for each frame and pipeline."),
  REQUESTS(
      "requests",
      "session, or request id where the request has no session",
      "darkroom.v1.Frame",
      Writer.ANYONE,
      "Frames that ask for one answer: `request` is set."),
  ANSWERS(
      "answers",
      "request id",
      "darkroom.v1.Answer",
      Writer.JOB,
      "What became of each request: a frame or a reject."),
  CANCELLATIONS(
      "cancellations",
      "request id",
      "",
      Writer.ANYONE,
      "Requests that nobody waits for any more. Records have no value."),
  REJECTS(
      "rejects",
      "stream id; empty where the record does not tell",
      "darkroom.v1.Reject",
      Writer.JOB,
      "Why frames gave no result, with a code and the place of the frame."),
  PIPELINES(
      "pipelines",
      "pipeline id",
      "darkroom.v1.PipelineTimeline",
      Writer.GATEWAY,
      "Revisions of pipelines. A record without a value deletes the pipeline."),
  CATALOG(
      "catalog",
      "consumer group of the job (--group-id)",
      "darkroom.v1.Catalog",
      Writer.JOB,
      "What each running job offers, every 2 seconds."),
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
      "How fetching each source goes, every second."),
  SETTINGS(
      "settings",
      "\"log-level/LOGGER\" or \"trace-ratio/STREAM\"",
      "darkroom.v1.Setting",
      Writer.GATEWAY,
      "What gateways and jobs log and trace. A record without a value restores the default.");

  /** Who appends to a topic. */
  public enum Writer {
    /** The gateway, and any other program. */
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

  /** The topic's name without its prefix. */
  public String suffix() {
    return suffix;
  }

  /** What a record's key is, in words. */
  public String key() {
    return key;
  }

  /** Full name of the protobuf message of a record's value; empty where records have no value. */
  public String message() {
    return message;
  }

  public Writer writer() {
    return writer;
  }

  public String about() {
    return about;
  }

  /** Value of the header {@code content-type}; empty where records have no value. */
  public String contentType() {
    return message.isEmpty() ? "" : ContentType.protobuf(message);
  }
}
