package io.darkroom.gateway.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import java.time.Duration;
import java.util.Set;

/** Lets pages of allowed origins call every protocol that a browser speaks. */
public final class CrossOrigin {

  private static final Duration REMEMBERED = Duration.ofHours(2);

  private CrossOrigin() {}

  /** Calls from pages of this host and from programs are left as they are. */
  public static void allow(ServerBuilder server, Set<String> origins) {
    if (origins.isEmpty()) {
      return;
    }
    server.decorator(
        CorsService.builder(origins)
            .allowRequestMethods(
                HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)
            .allowAllRequestHeaders(true)
            // A call's own metadata and trailers come as headers of any name.
            .exposeHeaders("*", "grpc-status", "grpc-message", "grpc-status-details-bin")
            .maxAge(REMEMBERED)
            .newDecorator());
  }
}
