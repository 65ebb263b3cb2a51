package io.darkroom.gateway.http.mjpeg;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.frames.watch.Channel;
import io.darkroom.gateway.frames.watch.DeliveryMetrics;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Serves {@code …/{id}/mjpeg}: the newest frame at once, then each new one.
 *
 * @param idParam the path parameter with the id of the stream or pipeline
 * @param requireKnown throws if the id is unknown
 * @param patience how long a viewer may take no frame while frames wait for it
 */
record MjpegWatch(
    Channel channel,
    String idParam,
    Consumer<String> requireKnown,
    Duration patience,
    Slots watchers,
    GatewayMetrics metrics,
    OpenViewers viewers)
    implements HttpService {

  private static final int QUEUE_FRAMES = 64;

  /** Long enough for a burst, too short to be noticed. */
  private static final Duration MAX_LAG = Duration.ofMillis(100);

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    try {
      String id = context.pathParam(idParam);
      requireKnown.accept(id);
      MjpegQuery query = MjpegQuery.of(context.queryParams());
      if (request.method() == HttpMethod.HEAD) {
        return HttpResponse.of(MjpegParts.HEADERS);
      }
      watchers.holdFor(context);
      return open(context, id, query);
    } catch (DarkroomException e) {
      return HttpErrors.respond(context, e);
    }
  }

  private HttpResponse open(ServiceRequestContext context, String id, MjpegQuery query) {
    context.clearRequestTimeout();
    HttpResponseWriter out = HttpResponse.streaming();
    MjpegViewer viewer =
        new MjpegViewer(
            out,
            query,
            new DeliveryMetrics(metrics, channel.kind()),
            metrics.streaming().open(context),
            viewers.converters());
    viewers.add(context, out, viewer);
    Subscriber subscriber =
        channel.watch(
            id,
            new Channel.Start(Optional.empty(), true),
            new Subscriber.Limits(QUEUE_FRAMES, MAX_LAG, 0, patience),
            viewer);
    out.whenComplete().whenComplete((done, failure) -> channel.audience().remove(id, subscriber));
    return out;
  }
}
