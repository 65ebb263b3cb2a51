package io.darkroom.gateway.http.mjpeg;

import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.telemetry.health.Recurring;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The viewers that are connected. Closed when the gateway stops. Thread-safe. */
public final class OpenViewers implements AutoCloseable {

  /** Twice this is less than the 10 s of silence after which Home Assistant gives up. */
  private static final long LOOK_SECONDS = 4;

  private final Set<MjpegViewer> open = ConcurrentHashMap.newKeySet();

  /** Each viewer has at most one picture in their queue. */
  private final Executor converters;

  /**
   * @param converters the threads on which pictures are converted
   */
  public OpenViewers(Executor converters) {
    this.converters = converters;
  }

  Executor converters() {
    return converters;
  }

  /** Adds a viewer until its response ends. */
  void add(ServiceRequestContext context, HttpResponseWriter out, MjpegViewer viewer) {
    open.add(viewer);
    ScheduledFuture<?> looks =
        context
            .eventLoop()
            .withoutContext()
            .scheduleAtFixedRate(
                new Recurring("mjpeg", viewer::look), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    out.whenComplete()
        .whenComplete(
            (done, failure) -> {
              looks.cancel(false);
              open.remove(viewer);
            });
  }

  /** Ends all responses. */
  @Override
  public void close() {
    open.forEach(MjpegViewer::close);
  }
}
