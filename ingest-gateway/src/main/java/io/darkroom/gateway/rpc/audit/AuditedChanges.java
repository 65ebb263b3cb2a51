package io.darkroom.gateway.rpc.audit;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.audit.AuditTrail;
import io.darkroom.gateway.audit.AuditedResource;
import io.darkroom.gateway.guard.MethodPermissions;
import io.darkroom.gateway.rpc.Methods;
import io.darkroom.v1.Permission;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Records each RPC that has changed control state, with the state before and after. */
public record AuditedChanges(AuditTrail trail, ResourceStates states) implements ServerInterceptor {

  private static final Set<Permission> CHANGING =
      EnumSet.of(
          Permission.PERMISSION_CONTROL,
          Permission.PERMISSION_SOURCES,
          Permission.PERMISSION_VIDEOS,
          Permission.PERMISSION_MODELS,
          Permission.PERMISSION_ADMIN);

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    if (!changes(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    Audited<I, O> audited = new Audited<>(call, ServiceRequestContext.current());
    return audited.listen(next.startCall(audited, headers));
  }

  private static boolean changes(MethodDescriptor<?, ?> method) {
    return CHANGING.contains(MethodPermissions.of(method)) && !Methods.haveNoSideEffects(method);
  }

  private final class Audited<I, O> extends SimpleForwardingServerCall<I, O> {

    private final ServiceRequestContext context;
    private Optional<ResourceStates.Named> named = Optional.empty();
    private String before = "";
    private boolean onlyValidates;

    Audited(ServerCall<I, O> call, ServiceRequestContext context) {
      super(call);
      this.context = context;
    }

    ServerCall.Listener<I> listen(ServerCall.Listener<I> service) {
      return new SimpleForwardingServerCallListener<>(service) {
        @Override
        public void onMessage(I message) {
          received((Message) message);
          super.onMessage(message);
        }
      };
    }

    private void received(Message request) {
      if (named.isEmpty()) {
        named = states.namedIn(request);
        before = named.map(states::json).orElse("");
        onlyValidates = ResourceStates.onlyValidates(request);
      }
    }

    @Override
    public void sendMessage(O answer) {
      if (named.isEmpty()) {
        named = states.namedIn((Message) answer);
      }
      super.sendMessage(answer);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk() && !onlyValidates) {
        AuditedResource resource =
            named
                .map(
                    found ->
                        new AuditedResource(found.type(), found.id(), before, states.json(found)))
                .orElse(new AuditedResource("", "", "", ""));
        trail.changed(context, getMethodDescriptor().getFullMethodName(), resource);
      }
      super.close(status, trailers);
    }
  }
}
