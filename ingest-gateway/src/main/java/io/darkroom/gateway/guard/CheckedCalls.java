package io.darkroom.gateway.guard;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.HttpErrors;
import java.util.function.Consumer;

/** Serves only calls that pass a check, which runs before the body is read. */
public final class CheckedCalls extends SimpleDecoratingHttpService {

  private final Consumer<ServiceRequestContext> check;

  /**
   * @param check throws a {@link DarkroomException} to refuse a call; must not block
   */
  public CheckedCalls(HttpService delegate, Consumer<ServiceRequestContext> check) {
    super(delegate);
    this.check = check;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext call, HttpRequest request) throws Exception {
    try {
      check.accept(call);
    } catch (DarkroomException e) {
      return HttpErrors.refuse(call, e);
    }
    return unwrap().serve(call, request);
  }
}
