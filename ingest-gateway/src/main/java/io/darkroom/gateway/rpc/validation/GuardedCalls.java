package io.darkroom.gateway.rpc.validation;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.GrpcErrors;
import io.darkroom.gateway.guard.Concerned;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.guard.MethodPermissions;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.identity.OpenCallers;
import io.darkroom.v1.Permission;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/**
 * Guards the RPCs: before a call begins, its caller needs the permission of the method; before each
 * message, the permission on the streams that the message concerns. Calls of all protocols pass
 * through here, on event loops.
 */
public final class GuardedCalls implements ServerInterceptor {

  private final Concerned concerned;
  private final GrpcErrors errors;

  public GuardedCalls(Guard guard, GrpcErrors errors) {
    this.concerned = new Concerned(guard);
    this.errors = errors;
  }

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    ServiceRequestContext context = ServiceRequestContext.current();
    Caller caller = Caller.of(context);
    Permission permission = MethodPermissions.of(call.getMethodDescriptor());
    Guard.require(caller, permission);
    OpenCallers.endWith(context, cause -> end(context, call, cause));
    return new CheckedListener<>(
        next.startCall(call, headers),
        message -> concerned.require(caller, permission, (Message) message));
  }

  private void end(ServiceRequestContext context, ServerCall<?, ?> call, DarkroomException cause) {
    if (!call.isCancelled()) {
      Metadata trailers = new Metadata();
      Status status = errors.apply(context, Status.UNKNOWN, cause, trailers);
      call.close(status, trailers);
    }
  }
}
