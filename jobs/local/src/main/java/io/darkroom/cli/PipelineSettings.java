package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code pipeline set}; null if not given. */
final class PipelineSettings {

  @Option(names = "--stream", paramLabel = "STREAM", description = "Stream to process.")
  private String streamId;

  @Option(
      names = "--chain",
      description = "Chain to run, such as 'grayscale | gaussian_blur(sigma=2)'.")
  private String chain;

  @Option(
      names = "--accelerator",
      description = "Where the chain runs: auto (for a new pipeline), cpu or cuda.")
  private String accelerator;

  @Option(
      names = "--encoding",
      description = "Encoding of the results: jpeg (for a new pipeline) or png.")
  private String encoding;

  @Option(names = "--quality", description = "JPEG quality, 1 to 100 (for a new pipeline: 90).")
  private Integer quality;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Factor for width and height, above 0 and up to 1 (for a new pipeline: 1).")
  private Double scale;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "Label to set; an empty value removes it. Repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--enabled",
      negatable = true,
      fallbackValue = "true",
      description = "Whether the pipeline processes frames.")
  private Boolean enabled;

  @Option(
      names = "--on-demand",
      negatable = true,
      fallbackValue = "true",
      description =
          "Whether results are made only while somebody watches them or takes a snapshot.")
  private Boolean onDemand;

  /** Returns the current pipeline with the given options applied. */
  ObjectNode applyTo(Optional<ObjectNode> present, String pipelineId) {
    if (present.isEmpty() && (streamId == null || chain == null)) {
      throw CommandException.notFound(
          "pipeline: %s (expected: an existing name). Create it with --stream and --chain."
              .formatted(pipelineId));
    }
    ObjectNode body = present.orElseGet(JsonNodeFactory.instance::objectNode);
    put(body, "streamId", streamId);
    put(body, "chain", chain);
    put(body, "accelerator", accelerator);
    ObjectNode output = body.withObjectProperty("output");
    put(output, "encoding", encoding);
    put(output, "quality", quality);
    put(output, "scale", scale);
    put(body, "enabled", enabled);
    put(body, "onDemand", onDemand);
    labels.forEach((key, value) -> label(body.withObjectProperty("labels"), key, value));
    return body;
  }

  private static void label(ObjectNode present, String key, String value) {
    if (value.isEmpty()) {
      present.remove(key);
    } else {
      present.put(key, value);
    }
  }

  private static void put(ObjectNode object, String field, Object value) {
    if (value != null) {
      object.putPOJO(field, value);
    }
  }

  boolean isEmpty() {
    return streamId == null
        && chain == null
        && accelerator == null
        && encoding == null
        && quality == null
        && scale == null
        && enabled == null
        && onDemand == null
        && labels.isEmpty();
  }
}
