package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Whether an answer still has all that one of an earlier release had: each field with the kind of
 * its value, and the value itself unless it is another one each time. New fields may come.
 */
final class Kept {

  /** Moments, what people read, and what docs/compatibility.md says has changed. */
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

  private Kept() {}

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
      then.fieldNames()
          .forEachRemaining(
              name -> {
                assertThat(now.has(name)).as(where + "." + name + " in " + now).isTrue();
                if (!VARYING.contains(name)) {
                  requireAllOf(then.get(name), now.get(name), where + "." + name);
                } else {
                  assertThat(now.get(name).getNodeType())
                      .as(where + "." + name)
                      .isEqualTo(then.get(name).getNodeType());
                }
              });
    } else if (then.isArray()) {
      then.forEach(
          one -> assertThat(hasAllOf(one, now)).as("%s: %s in %s", where, one, now).isTrue());
    } else {
      assertThat(now).as(where).isEqualTo(then);
    }
  }

  /** Its metadata, the call's id among them, came later. */
  private static ErrorInfo reasonOf(JsonNode detail) {
    try {
      byte[] value = Base64.getDecoder().decode(detail.path("value").asText());
      return ErrorInfo.parseFrom(value).toBuilder().clearMetadata().build();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(detail.toString(), e);
    }
  }

  /** Figures are others each time, and protobuf's own JSON form has 64-bit ones as text. */
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
