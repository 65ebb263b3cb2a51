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

/** Calls of one message each way, by POST and by GET. */
record UnaryCalls(GrpcService grpc) {

  HttpResponse posted(ServiceRequestContext context, HttpRequest request, Codec codec) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenCompose(
                body ->
                    call(
                        context,
                        codec,
                        () -> UnaryCall.posted(request.headers(), codec, body.content())))
            .exceptionally(failure -> failed(context, failure))
            .thenApply(AggregatedHttpResponse::toHttpResponse));
  }

  HttpResponse queried(ServiceRequestContext context, RequestHeaders headers, Codec codec) {
    return HttpResponse.of(
        call(context, codec, () -> UnaryCall.queried(headers, codec, context.queryParams()))
            .thenApply(AggregatedHttpResponse::toHttpResponse));
  }

  private CompletableFuture<AggregatedHttpResponse> call(
      ServiceRequestContext context, Codec codec, Supplier<UnaryCall> read) {
    CompletableFuture<AggregatedHttpResponse> answer = new CompletableFuture<>();
    // A call that is given up may never be answered by gRPC.
    context.whenRequestCancelling().thenAccept(cause -> answer.complete(failed(context, cause)));
    try {
      grpc.serve(context, read.get().toGrpc(context))
          .aggregate()
          .thenApply(response -> UnaryAnswer.of(response, codec))
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
