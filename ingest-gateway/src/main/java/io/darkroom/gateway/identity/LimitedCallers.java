package io.darkroom.gateway.identity;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.limits.CallerLimits;

/** Refuses calls of callers who use more than their quota. Follows {@link Identified}. */
public final class LimitedCallers extends SimpleDecoratingHttpService {

  private final CallerLimits limits;

  public LimitedCallers(HttpService delegate, CallerLimits limits) {
    super(delegate);
    this.limits = limits;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext call, HttpRequest request) throws Exception {
    try {
      limits.begin(call);
    } catch (DarkroomException e) {
      request.abort();
      return HttpErrors.respond(call, e, HttpStatus.TOO_MANY_REQUESTS);
    }
    return unwrap().serve(call, request);
  }
}
