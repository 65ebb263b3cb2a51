package io.darkroom.gateway.rpc;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.resources.Precondition;

/** Reads and writes the version of a resource as HTTP headers. */
public final class Etags {

  private Etags() {}

  /**
   * The precondition in the message, or if it has none, in the headers {@code If-Match} and {@code
   * If-None-Match}. Must be called on the call's event loop.
   */
  public static Precondition condition(String etag, boolean createOnly) {
    RequestHeaders headers = ServiceRequestContext.current().request().headers();
    boolean none = headers.get(HttpHeaderNames.IF_NONE_MATCH, "").strip().equals("*");
    return new Precondition(
        etag.isEmpty() ? headers.get(HttpHeaderNames.IF_MATCH, "") : etag, createOnly || none);
  }

  /** Sets {@code ETag} on the answer. Must be called before the answer is sent. */
  public static void answer(ServiceRequestContext context, String etag) {
    context.mutateAdditionalResponseHeaders(
        headers -> headers.set(HttpHeaderNames.ETAG, "\"%s\"".formatted(etag)));
  }
}
