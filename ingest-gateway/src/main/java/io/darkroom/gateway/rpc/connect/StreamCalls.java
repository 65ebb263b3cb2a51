package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.error.ConnectError;
import io.darkroom.gateway.error.Fault;

/**
 * Serves streaming calls. Connect and gRPC use the same envelopes, so the request body passes
 * unchanged.
 */
record StreamCalls(GrpcService grpc) {

  HttpResponse serve(ServiceRequestContext context, HttpRequest request, MessageFormat format) {
    try {
      HttpRequest call = request.withHeaders(grpcHeaders(context, request.headers(), format));
      return HttpResponse.of(grpc.serve(context, call).decode(new EndOfStream(context, format)));
    } catch (Exception e) {
      request.abort();
      Fault fault = Fault.of(context, e);
      ConnectError error = ConnectError.of(fault);
      CallOutcome.noteStatus(context, error.code().value());
      CallOutcome.note(context, fault.error().code());
      return HttpResponse.of(EndOfStream.headers(format).build(), EndOfStream.of(error));
    }
  }

  private static RequestHeaders grpcHeaders(
      ServiceRequestContext context, RequestHeaders headers, MessageFormat format) {
    String encoding = headers.get("connect-content-encoding", CallHeaders.IDENTITY);
    String accepted = headers.get("connect-accept-encoding", encoding);
    return CallHeaders.toGrpc(context, headers, format, encoding, accepted);
  }
}
