package io.darkroom.docs;

import io.darkroom.telemetry.metric.SharedLabel;
import java.util.Map;
import java.util.TreeMap;

/** The labels that metrics may have, and what their values are. */
final class MetricLabels {

  static final Map<String, String> MEANINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("accelerator", "`cpu` or `cuda`, as in the API"),
              Map.entry("broker", "Id of a Kafka broker"),
              Map.entry(
                  "code",
                  "An error code of the API, such as `NOT_FOUND`, whatever the protocol; `OK` where"
                      + " successes are counted too, and for a stream that its caller ended"),
              Map.entry("commit", "Of the build"),
              Map.entry("decision", "Why a trace is kept"),
              Map.entry("file", "Path of a file"),
              Map.entry("filter", "Id of a filter"),
              Map.entry("gpu", "UUID of a GPU"),
              Map.entry("handler", "An RPC by its full name, or the pattern of a path"),
              Map.entry("kind", "Which of several; the metric names them"),
              Map.entry("level", "Of log lines"),
              Map.entry("method", "Of HTTP"),
              Map.entry("partition", "Of the topic `frames`"),
              Map.entry(
                  "pipeline",
                  "Id of a pipeline, `%s` or `%s`"
                      .formatted(SharedLabel.REQUEST, SharedLabel.OTHER)),
              Map.entry("reason", "Why; for dropped frames see the next table"),
              Map.entry("source", "Id of a source, or `%s`".formatted(SharedLabel.OTHER)),
              Map.entry("stage", "A step of processing: `queue`, `decode`, `filters`, `encode`"),
              Map.entry("state", "As in the API"),
              Map.entry(
                  "status",
                  "Of HTTP, a number; 200 for gRPC whatever its code; 0 where the caller left before"
                      + " the answer"),
              Map.entry(
                  "stream",
                  "Id of a stream, `%s`, `%s` or `%s`"
                      .formatted(SharedLabel.REQUEST, SharedLabel.UNKNOWN, SharedLabel.OTHER)),
              Map.entry("topic", "Name of a Kafka topic"),
              Map.entry("transport", "How a frame came in; the metric names them"),
              Map.entry("version", "Of the build"),
              Map.entry("what", "What is limited")));

  private MetricLabels() {}
}
