package io.darkroom.gateway.rpc;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.resources.Precondition;

/** Versions of resources as HTTP has them, beside those in the messages. */
public final class Etags {

  private Etags() {}

  /**
   * What the message says, or else {@code If-Match} and {@code If-None-Match}; called on the call's
   * event loop.
   */
  public static Precondition condition(String etag, boolean createOnly) {
    RequestHeaders headers = ServiceRequestContext.current().request().headers();
    boolean none = headers.get(HttpHeaderNames.IF_NONE_MATCH, "").strip().equals("*");
    return new Precondition(
        etag.isEmpty() ? headers.get(HttpHeaderNames.IF_MATCH, "") : etag, createOnly || none);
  }

  /** Has the answer say {@code ETag}; before its message is sent. */
  public static void answer(ServiceRequestContext context, String etag) {
    context.mutateAdditionalResponseHeaders(
        headers -> headers.set(HttpHeaderNames.ETAG, "\"%s\"".formatted(etag)));
  }
}
