package io.darkroom.gateway.http.body;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Reads the bodies of some calls at a limited pace. Flow control keeps unread bytes at the sender.
 * Thread-safe.
 */
public final class PacedBodies extends SimpleDecoratingHttpService {

  private final Set<String> paths;
  private final BodyPace pace;

  /**
   * @param paths the paths of these calls; others pass unchanged
   */
  public PacedBodies(HttpService delegate, Set<String> paths, BodyPace pace) {
    super(delegate);
    this.paths = paths;
    this.pace = pace;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    if (!paths.contains(context.path())) {
      return unwrap().serve(context, request);
    }
    HttpRequest paced = paced(request, context.eventLoop().withoutContext());
    context.updateRequest(paced);
    return unwrap().serve(context, paced);
  }

  private HttpRequest paced(HttpRequest request, Executor executor) {
    BodyPace.Body body = pace.begin();
    request.whenComplete().whenComplete((done, failure) -> pace.end(body));
    return HttpRequest.of(
        request.headers(), request.mapParallel(object -> taken(body, object, executor), 1));
  }

  /** A turn can come on the thread of another call, so it continues on this call's event loop. */
  private CompletableFuture<HttpObject> taken(
      BodyPace.Body body, HttpObject object, Executor executor) {
    CompletableFuture<HttpObject> taken = new CompletableFuture<>();
    CompletableFuture<Void> turn =
        object instanceof HttpData data
            ? pace.take(body, data.length())
            : CompletableFuture.completedFuture(null);
    if (turn.isDone()) {
      turn.whenComplete((done, refusal) -> settle(taken, object, refusal));
    } else {
      turn.whenCompleteAsync((done, refusal) -> settle(taken, object, refusal), executor);
    }
    return taken;
  }

  private static void settle(
      CompletableFuture<HttpObject> taken, HttpObject object, Throwable refusal) {
    if (refusal == null) {
      taken.complete(object);
    } else {
      taken.completeExceptionally(Exceptions.peel(refusal));
    }
  }
}
