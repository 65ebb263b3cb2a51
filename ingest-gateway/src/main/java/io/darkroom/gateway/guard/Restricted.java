package io.darkroom.gateway.guard;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.v1.Permission;

/** Serves only callers who have a permission on all streams. */
public final class Restricted extends SimpleDecoratingHttpService {

  private final Permission permission;

  public Restricted(HttpService delegate, Permission permission) {
    super(delegate);
    this.permission = permission;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext call, HttpRequest request) throws Exception {
    try {
      Guard.requireEverywhere(Caller.of(call), permission);
    } catch (DarkroomException e) {
      return HttpErrors.respond(call, e);
    }
    return unwrap().serve(call, request);
  }
}
