package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.error.ConnectError;
import io.darkroom.gateway.error.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Serves unary calls, by POST and by GET. */
record UnaryCalls(GrpcService grpc) {

  HttpResponse posted(ServiceRequestContext context, HttpRequest request, MessageFormat format) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenCompose(
                body ->
                    call(
                        context,
                        format,
                        () -> UnaryCall.posted(request.headers(), format, body.content())))
            .exceptionally(failure -> failed(context, failure))
            .thenApply(AggregatedHttpResponse::toHttpResponse));
  }

  HttpResponse queried(
      ServiceRequestContext context, RequestHeaders headers, MessageFormat format) {
    return HttpResponse.of(
        call(context, format, () -> UnaryCall.queried(headers, format, context.queryParams()))
            .thenApply(AggregatedHttpResponse::toHttpResponse));
  }

  private CompletableFuture<AggregatedHttpResponse> call(
      ServiceRequestContext context, MessageFormat format, Supplier<UnaryCall> read) {
    CompletableFuture<AggregatedHttpResponse> answer = new CompletableFuture<>();
    // gRPC may never answer a cancelled call.
    context.whenRequestCancelling().thenAccept(cause -> answer.complete(failed(context, cause)));
    try {
      grpc.serve(context, read.get().toGrpc(context))
          .aggregate()
          .thenApply(response -> UnaryAnswer.of(response, format))
          .exceptionally(failure -> failed(context, failure))
          .thenAccept(answer::complete);
    } catch (Exception e) {
      answer.complete(failed(context, e));
    }
    return answer;
  }

  private static AggregatedHttpResponse failed(ServiceRequestContext context, Throwable failure) {
    Fault fault = Fault.of(context, failure);
    CallOutcome.note(context, fault.error().code());
    return ConnectError.of(fault).toResponse();
  }
}
