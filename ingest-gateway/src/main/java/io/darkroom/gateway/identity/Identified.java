package io.darkroom.gateway.identity;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.limits.CallerKey;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Identifies the caller of every call, in all protocols, and refuses calls of unknown callers
 * unless they are open to everyone. What an identified caller may do is decided later. Thread-safe.
 */
public final class Identified extends SimpleDecoratingHttpService {

  private final Identification identification;
  private final OpenCallers callers;
  private final Predicate<ServiceRequestContext> open;

  /**
   * @param open whether everyone may make a call
   */
  public Identified(
      HttpService delegate,
      Identification identification,
      OpenCallers callers,
      Predicate<ServiceRequestContext> open) {
    super(delegate);
    this.identification = identification;
    this.callers = callers;
    this.open = open;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext call, HttpRequest request) throws Exception {
    if (!identification.required()) {
      Caller.ANYONE.makes(call);
      return unwrap().serve(call, request);
    }
    Optional<Proof> proof = Proofs.of(call);
    if (proof.isEmpty()) {
      return open.test(call)
          ? unwrap().serve(call, request)
          : refuse(call, Identification.nothingShown());
    }
    CompletableFuture<Caller> caller = identification.of(proof.get(), call.blockingTaskExecutor());
    return caller.isDone() && !caller.isCompletedExceptionally()
        ? served(call, request, caller.join())
        : HttpResponse.of(
            caller.handleAsync(
                (found, failure) ->
                    failure == null
                        ? later(call, request, found)
                        : unidentified(call, request, Errors.coded(failure)),
                call.eventLoop()));
  }

  private HttpResponse served(ServiceRequestContext call, HttpRequest request, Caller caller)
      throws Exception {
    caller.makes(call);
    CallerKey.identify(call, caller.kind(), caller.name());
    callers.add(call);
    return unwrap().serve(call, request);
  }

  private HttpResponse later(ServiceRequestContext call, HttpRequest request, Caller caller) {
    try {
      return served(call, request, caller);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private HttpResponse unidentified(
      ServiceRequestContext call, HttpRequest request, DarkroomException failure) {
    try {
      return open.test(call) ? unwrap().serve(call, request) : refuse(call, failure);
    } catch (Exception e) {
      return HttpResponse.ofFailure(e);
    }
  }

  private static HttpResponse refuse(ServiceRequestContext call, DarkroomException error) {
    if (error.code() == ErrorCode.UNAUTHENTICATED) {
      call.mutateAdditionalResponseHeaders(
          headers -> headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"darkroom\""));
    }
    return HttpErrors.refuse(call, error);
  }
}
