package io.darkroom.docs;

import io.darkroom.telemetry.metric.SharedLabel;
import java.util.Map;
import java.util.TreeMap;

/** The labels of all metrics, and their values. */
final class MetricLabels {

  static final Map<String, String> MEANINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("accelerator", "`cpu` or `cuda`, as in the API"),
              Map.entry("broker", "Id of a Kafka broker"),
              Map.entry(
                  "code",
                  "An error code of the API, such as `NOT_FOUND`, for all protocols; `OK` if"
                      + " successes are counted too, and for a streaming call that its caller"
                      + " ended"),
              Map.entry("commit", "Commit of the build"),
              Map.entry("decision", "Why a trace is kept"),
              Map.entry("file", "Path of a file"),
              Map.entry("filter", "Id of a filter"),
              Map.entry("gpu", "UUID of a GPU"),
              Map.entry("handler", "Full name of an RPC, or a path pattern"),
              Map.entry("kind", "Depends on the metric, see its meaning"),
              Map.entry("level", "Log level"),
              Map.entry("method", "HTTP method"),
              Map.entry("partition", "Partition of the topic `frames`"),
              Map.entry(
                  "pipeline",
                  "Id of a pipeline, `%s` or `%s`"
                      .formatted(SharedLabel.REQUEST, SharedLabel.OTHER)),
              Map.entry("reason", "Reason; for dropped frames see the next table"),
              Map.entry("source", "Id of a source, or `%s`".formatted(SharedLabel.OTHER)),
              Map.entry("stage", "A step of processing: `queue`, `decode`, `filters`, `encode`"),
              Map.entry("state", "As in the API"),
              Map.entry(
                  "status",
                  "HTTP status code; always 200 for gRPC; 0 if the caller left before the answer"),
              Map.entry(
                  "stream",
                  "Id of a stream, `%s`, `%s` or `%s`"
                      .formatted(SharedLabel.REQUEST, SharedLabel.UNKNOWN, SharedLabel.OTHER)),
              Map.entry("topic", "Name of a Kafka topic"),
              Map.entry("transport", "How a frame came in; see the metric's meaning"),
              Map.entry("version", "Version of the build"),
              Map.entry("what", "The limited resource")));

  private MetricLabels() {}
}
