package io.darkroom.gateway.error;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.RequestHeaders;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.telemetry.log.CorrelationId;

/**
 * The error that answers one call. Every protocol reports the same code, message, retryability and
 * correlation id.
 *
 * @param correlationId as in the response header and the log; empty if the call was refused before
 *     it got one
 */
public record Fault(DarkroomException error, String correlationId) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The error for a failed call. */
  public static Fault of(RequestContext call, Throwable failure) {
    HttpRequest request = call.request();
    return of(request == null ? null : request.headers(), Errors.coded(failure));
  }

  /**
   * @param headers null if they could not be read
   */
  static Fault of(RequestHeaders headers, DarkroomException error) {
    if (headers == null) {
      return new Fault(error, "");
    }
    String id = headers.get(CorrelationId.HEADER, "");
    return new Fault(BodyKind.of(headers.path()).refine(error), CorrelationId.valid(id) ? id : "");
  }

  ErrorCode code() {
    return error.code();
  }

  /** {@code {"code","message","details":[{"field","column","description"}],"retryable",…}}. */
  public ObjectNode toJson() {
    ObjectNode json =
        JSON.createObjectNode().put("code", code().name()).put("message", error.getMessage());
    ArrayNode details = json.putArray("details");
    for (Problem problem : error.problems()) {
      details
          .addObject()
          .put("field", problem.field())
          .put("column", problem.column())
          .put("description", problem.description());
    }
    return json.put("retryable", code().retryable()).put("correlationId", correlationId);
  }
}
