package io.darkroom.gateway.error;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Problem;
import io.darkroom.error.Resource;
import java.util.List;

/** Converts errors to {@code google.rpc.Status} with standard details, for gRPC and Connect. */
final class ErrorDetails {

  private static final String DOMAIN = "darkroom";

  private ErrorDetails() {}

  static Status of(Fault fault) {
    DarkroomException error = fault.error();
    Status.Builder status =
        Status.newBuilder()
            .setCode(fault.code().grpcCode().getNumber())
            .setMessage(error.getMessage());
    add(status, info(fault));
    if (!error.problems().isEmpty()) {
      add(status, badRequest(error.problems()));
    }
    if (fault.code().retryable()) {
      add(status, retry(fault));
    }
    error.resource().ifPresent(resource -> add(status, resource(resource)));
    return status.build();
  }

  private static void add(Status.Builder status, Message detail) {
    status.addDetails(Any.pack(detail));
  }

  private static ErrorInfo info(Fault fault) {
    return ErrorInfo.newBuilder()
        .setReason(fault.code().name())
        .setDomain(DOMAIN)
        .putMetadata("correlationId", fault.correlationId())
        .putMetadata("retryable", Boolean.toString(fault.code().retryable()))
        .build();
  }

  private static BadRequest badRequest(List<Problem> problems) {
    BadRequest.Builder request = BadRequest.newBuilder();
    for (Problem problem : problems) {
      request.addFieldViolations(
          FieldViolation.newBuilder()
              .setField(problem.field())
              .setDescription(problem.description()));
    }
    return request.build();
  }

  private static RetryInfo retry(Fault fault) {
    return RetryInfo.newBuilder()
        .setRetryDelay(Durations.fromMillis(fault.code().retryDelay().toMillis()))
        .build();
  }

  private static ResourceInfo resource(Resource resource) {
    return ResourceInfo.newBuilder()
        .setResourceType(resource.type())
        .setResourceName(resource.name())
        .build();
  }
}
