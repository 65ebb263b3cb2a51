package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Checks that an answer still contains everything that an earlier release's answer contained: each
 * field with the same type, and the same value unless it varies. New fields are allowed.
 */
final class CompatibilityCheck {

  /** Times, texts for people, and fields that docs/compatibility.md lists as changed. */
  private static final Set<String> VARYING =
      Set.of(
          "message",
          "description",
          "title",
          "help",
          "since",
          "at",
          "nextTry",
          "lastErrorAt",
          "effectiveFrom",
          "appendedAt",
          "capturedAt",
          "state",
          "trace",
          "baggage",
          "gateway",
          "jobId",
          "version",
          "engineReason",
          "filters",
          "checkpointAt",
          "reason",
          "devices",
          "sources",
          "pipelines",
          "preview",
          "path",
          "format");

  /** Fields that were renamed; the new name depends on the message. */
  private static final Map<String, List<String>> RENAMED =
      Map.of(
          "width", List.of("widthPx"),
          "height", List.of("heightPx"),
          "maxImageSide", List.of("maxImageSidePx"),
          "bytes", List.of("sizeBytes", "totalBytes"),
          "offset", List.of("offset", "offsetBytes"),
          "bitrate", List.of("bitrateBps"),
          "since", List.of("since", "stateChangedAt"),
          "nextTry", List.of("nextTryAt"),
          "at", List.of("updatedAt"));

  /** Values whose spelling has changed. */
  private static final Map<String, String> RESPELLED =
      Map.of(
          "grpc-web", "grpc_web",
          "http-json", "http_json",
          "watch-stream", "watch_stream",
          "watch-pipeline", "watch_pipeline",
          "rtsp://user:***@camera.invalid/stream", "rtsp://camera.invalid/stream");

  /** Fields for which zero meant unset; they are now omitted. */
  private static final Set<String> ZERO_IS_UNSET = Set.of("fps", "width", "height", "quality");

  private CompatibilityCheck() {}

  static void requireAllOf(JsonNode then, JsonNode now, String where) {
    if (isNumeric(then) && isNumeric(now)) {
      return;
    }
    if (then.path("type").asText().equals("google.rpc.ErrorInfo")) {
      assertThat(now.path("type")).as(where).isEqualTo(then.path("type"));
      assertThat(reasonOf(now)).as(where).isEqualTo(reasonOf(then));
      return;
    }
    assertThat(now.getNodeType()).as(where).isEqualTo(then.getNodeType());
    if (then.isObject()) {
      then.fieldNames().forEachRemaining(name -> requireField(name, then.get(name), now, where));
    } else if (then.isArray()) {
      then.forEach(
          one -> assertThat(hasAllOf(one, now)).as("%s: %s in %s", where, one, now).isTrue());
    } else {
      assertThat(now.asText()).as(where).isEqualTo(respelled(then.asText()));
    }
  }

  private static void requireField(String name, JsonNode then, JsonNode parent, String where) {
    String newName = nameIn(parent, name);
    if (isUnset(name, then) && !parent.has(newName)) {
      return;
    }
    String here = where + "." + name;
    assertThat(parent.has(newName)).as(here + " in " + parent).isTrue();
    JsonNode now = parent.get(newName);
    if (VARYING.contains(name)) {
      assertThat(now.getNodeType()).as(here).isEqualTo(then.getNodeType());
    } else {
      requireAllOf(then, now, here);
    }
  }

  private static boolean isUnset(String name, JsonNode value) {
    return ZERO_IS_UNSET.contains(name) && value.asDouble() == 0;
  }

  private static String nameIn(JsonNode now, String name) {
    return RENAMED.getOrDefault(name, List.of(name)).stream()
        .filter(now::has)
        .findFirst()
        .orElse(name);
  }

  private static String respelled(String value) {
    return RESPELLED.getOrDefault(value, value);
  }

  /** Without its metadata, such as the call's id, which was added later. */
  private static ErrorInfo reasonOf(JsonNode detail) {
    try {
      byte[] value = Base64.getDecoder().decode(detail.path("value").asText());
      return ErrorInfo.parseFrom(value).toBuilder().clearMetadata().build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(detail.toString(), e);
    }
  }

  /** Numbers vary, and protobuf's JSON form has 64-bit numbers as text. */
  private static boolean isNumeric(JsonNode value) {
    return value.isNumber() || (value.isTextual() && value.asText().matches("-?\\d+"));
  }

  private static boolean hasAllOf(JsonNode then, JsonNode array) {
    List<JsonNode> all = StreamSupport.stream(array.spliterator(), false).toList();
    return all.stream()
        .anyMatch(
            one -> {
              try {
                requireAllOf(then, one, "");
                return true;
              } catch (AssertionError e) {
                return false;
              }
            });
  }
}
