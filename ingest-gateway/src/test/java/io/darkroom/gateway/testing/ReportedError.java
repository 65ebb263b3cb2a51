package io.darkroom.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import java.util.Base64;
import java.util.Optional;

/** The parts of an error that all protocols carry. */
public record ReportedError(
    String code, String message, boolean retryable, String correlationId, long retrySeconds) {

  public static ReportedError ofJson(JsonNode error, long seconds) {
    assertThat(error.fieldNames())
        .toIterable()
        .containsExactly("code", "message", "details", "retryable", "correlationId");
    return new ReportedError(
        error.path("code").asText(),
        error.path("message").asText(),
        error.path("retryable").asBoolean(),
        error.path("correlationId").asText(),
        seconds);
  }

  public static Status statusOf(JsonNode connectError) {
    Status.Builder status = Status.newBuilder().setMessage(connectError.path("message").asText());
    for (JsonNode detail : connectError.path("details")) {
      byte[] value = Base64.getDecoder().decode(detail.path("value").asText());
      status
          .addDetailsBuilder()
          .setTypeUrl("type.googleapis.com/" + detail.path("type").asText())
          .setValue(ByteString.copyFrom(value));
    }
    return status.build();
  }

  public static ReportedError of(Status status) throws InvalidProtocolBufferException {
    ErrorInfo info = detail(status, ErrorInfo.class).orElseThrow();
    assertThat(info.getDomain()).isEqualTo("darkroom");
    Optional<RetryInfo> retry = detail(status, RetryInfo.class);
    return new ReportedError(
        info.getReason(),
        status.getMessage(),
        Boolean.parseBoolean(info.getMetadataOrThrow("retryable")),
        info.getMetadataOrThrow("correlationId"),
        retry.map(delay -> delay.getRetryDelay().getSeconds()).orElse(0L));
  }

  public static <T extends Message> Optional<T> detail(Status status, Class<T> type)
      throws InvalidProtocolBufferException {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        return Optional.of(detail.unpack(type));
      }
    }
    return Optional.empty();
  }
}
