package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.HttpErrors;

/** Answers unknown RPC paths, which would otherwise reach the web page. */
public final class UnknownCalls {

  /** Paths that look like RPCs: the full name of a service, and a method. */
  public static final String PATHS = "regex:^/[\\w.]+\\.[A-Z]\\w*/\\w+$";

  private UnknownCalls() {}

  public static HttpService service() {
    return (context, request) -> {
      request.abort();
      return HttpErrors.respond(context, unknown(context.path()), HttpStatus.NOT_FOUND);
    };
  }

  private static DarkroomException unknown(String path) {
    return new DarkroomException(
        ErrorCode.UNIMPLEMENTED,
        "path: %s (expected: /<service>/<method>, both known). See /docs.".formatted(path));
  }
}
