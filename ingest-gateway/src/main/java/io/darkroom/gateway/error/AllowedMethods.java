package io.darkroom.gateway.error;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The methods that a path supports, for a call that used another one.
 *
 * @param asked the method of the call
 * @param methods empty if unknown
 */
record AllowedMethods(HttpMethod asked, Set<HttpMethod> methods) {

  /** Not listed: CONNECT opens WebSockets over HTTP/2, and OPTIONS is for browsers. */
  private static final Set<HttpMethod> UNNAMED = EnumSet.of(HttpMethod.CONNECT, HttpMethod.OPTIONS);

  static AllowedMethods of(ServiceRequestContext call) {
    Set<HttpMethod> methods = EnumSet.noneOf(HttpMethod.class);
    for (ServiceConfig service : call.config().virtualHost().serviceConfigs()) {
      if (hasPath(service.route(), call)) {
        methods.addAll(service.route().methods());
      }
    }
    methods.removeAll(UNNAMED);
    return new AllowedMethods(call.method(), methods);
  }

  private static boolean hasPath(Route route, ServiceRequestContext call) {
    Route ofAnyMethod = route.toBuilder().methods(HttpMethod.knownMethods()).build();
    return ofAnyMethod.apply(call.routingContext(), true).isPresent();
  }

  /** The value of the header {@code Allow}. */
  String header() {
    return methods.stream().map(HttpMethod::name).collect(Collectors.joining(", "));
  }

  DarkroomException refusal() {
    return new DarkroomException(
        ErrorCode.METHOD_NOT_ALLOWED,
        "method: %s (expected: %s)."
            .formatted(asked, methods.isEmpty() ? "another method" : list()));
  }

  /** Such as "GET, PUT or DELETE". */
  private String list() {
    List<String> names = methods.stream().map(HttpMethod::name).toList();
    String last = names.get(names.size() - 1);
    return names.size() == 1
        ? last
        : String.join(", ", names.subList(0, names.size() - 1)) + " or " + last;
  }
}
