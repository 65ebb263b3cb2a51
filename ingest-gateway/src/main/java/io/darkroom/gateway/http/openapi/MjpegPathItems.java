package io.darkroom.gateway.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** Describes the routes of motion JPEG, which are no RPCs. */
final class MjpegPathItems {

  private MjpegPathItems() {}

  static void addTo(ObjectNode paths) {
    add(paths, "Pipeline");
    add(paths, "Stream");
  }

  private static void add(ObjectNode paths, String of) {
    String what = of.toLowerCase(Locale.ROOT);
    ObjectNode get = paths.putObject("/v1/%ss/{%sId}/mjpeg".formatted(what, what)).putObject("get");
    get.putArray("tags").add(of + "Service");
    get.put("summary", "Mjpeg");
    get.put(
        "description",
        "Sends the newest frame of a %s as a JPEG, then each new one, as web cameras do. A slow"
                .formatted(what)
            + " viewer misses frames instead of receiving old ones.");
    get.put("operationId", of + "_Mjpeg");
    ArrayNode parameters = get.putArray("parameters");
    parameter(parameters, what + "Id", "path", "string").put("required", true);
    parameter(parameters, "fps", "query", "number")
        .put("description", "Most frames per second, above 0, up to 1000. Unset: all frames.");
    parameter(parameters, "width", "query", "integer")
        .put("description", "Most px, 16 to 8192; frames are never enlarged. Unset: their own.");
    parameter(parameters, "quality", "query", "integer")
        .put("description", "JPEG quality, 1 to 100. Unset: JPEGs that need no scaling are kept.");
    ObjectNode responses = get.putObject("responses");
    responses
        .putObject("200")
        .put("description", "Parts of type image/jpeg, without end.")
        .putObject("content")
        .putObject("multipart/x-mixed-replace")
        .putObject("schema");
    responses.putObject("default").put("$ref", "#/components/responses/Error");
  }

  private static ObjectNode parameter(ArrayNode to, String name, String in, String type) {
    ObjectNode parameter = to.addObject().put("name", name).put("in", in);
    parameter.putObject("schema").put("type", type);
    return parameter;
  }
}
