package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is said about a pipeline; null where it is not said. */
final class PipelineSettings {

  @Option(names = "--stream", paramLabel = "STREAM", description = "Stream whose frames it takes.")
  private String streamId;

  @Option(names = "--chain", description = "Such as 'grayscale | gaussian_blur(sigma=2)'.")
  private String chain;

  @Option(names = "--accelerator", description = "auto (of a new one), cpu or cuda.")
  private String accelerator;

  @Option(names = "--encoding", description = "jpeg (of a new one) or png.")
  private String encoding;

  @Option(names = "--quality", description = "Of JPEG, 1 to 100 (of a new one: 90).")
  private Integer quality;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      description = "Size factor, above 0 up to 1 (of a new one: 1).")
  private Double scale;

  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      description = "A label; an empty value takes it away. May be given several times.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--enabled",
      negatable = true,
      fallbackValue = "true",
      description = "Whether frames are processed.")
  private Boolean enabled;

  /** What is there with what is named changed. */
  ObjectNode applyTo(Optional<ObjectNode> present, String pipelineId) {
    if (present.isEmpty() && (streamId == null || chain == null)) {
      throw Refusal.notFound(
          "pipeline: %s (expected: one that exists). Create it with --stream and --chain."
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
        && labels.isEmpty();
  }
}
