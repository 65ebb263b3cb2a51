package io.darkroom.gateway.http;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import java.time.Duration;
import java.util.Set;

/** Lets web pages of allowed origins call the API in every protocol that browsers speak. */
public final class CrossOrigin {

  private static final Duration REMEMBERED = Duration.ofHours(2);

  private CrossOrigin() {}

  /** Adds CORS headers for these origins. Same-origin calls and programs are not affected. */
  public static void allow(ServerBuilder server, Set<String> origins) {
    if (origins.isEmpty()) {
      return;
    }
    server.decorator(
        CorsService.builder(origins)
            .allowRequestMethods(
                HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE)
            .allowAllRequestHeaders(true)
            // Metadata and trailers of a call can be headers of any name.
            .exposeHeaders("*", "grpc-status", "grpc-message", "grpc-status-details-bin")
            .maxAge(REMEMBERED)
            .newDecorator());
  }
}
