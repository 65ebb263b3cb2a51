package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.HttpErrors;

/** Refuses calls of services and methods that there are not, which the web page would else take. */
public final class UnknownCalls {

  /** Every path that looks like a call: a service's full name and a method's. */
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
        "path: %s (expected: a service and one of its methods). See /docs.".formatted(path));
  }
}
