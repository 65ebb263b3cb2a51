package io.darkroom.gateway.http.body;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.time.Duration;

/**
 * Counts the bodies of all calls, in every protocol, while they are received. Only bytes that have
 * arrived count, not the announced length. Thread-safe.
 */
public final class CountedBodies extends SimpleDecoratingHttpService {

  private final BodyBudget budget;
  private final Duration messageTime;

  /**
   * @param messageTime the time within which a message that has begun must be complete
   */
  public CountedBodies(HttpService delegate, BodyBudget budget, Duration messageTime) {
    super(delegate);
    this.budget = budget;
    this.messageTime = messageTime;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    if (request.isEmpty()) {
      return unwrap().serve(context, request);
    }
    CountedRequest counted = new CountedRequest(context, request, budget, messageTime);
    context.updateRequest(counted);
    return unwrap().serve(context, counted);
  }
}
