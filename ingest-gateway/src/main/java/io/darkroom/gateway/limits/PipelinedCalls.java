package io.darkroom.gateway.limits;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Limits the pipelined calls of an HTTP/1 connection. Responses are sent in order, so they would
 * pile up for a client that keeps sending requests without reading; its connection is closed.
 * HTTP/2 limits its streams itself. Thread-safe.
 */
public final class PipelinedCalls extends SimpleDecoratingHttpService {

  private static final int MOST = 64;
  private static final AttributeKey<AtomicInteger> OPEN =
      AttributeKey.valueOf("darkroom-pipelined-calls");

  private final LimitGauges gauges;

  public PipelinedCalls(HttpService delegate, LimitGauges gauges) {
    super(delegate);
    this.gauges = gauges;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    Channel connection = context.log().partial().channel();
    if (connection == null || context.sessionProtocol().isMultiplex()) {
      return unwrap().serve(context, request);
    }
    AtomicInteger open = openOn(connection);
    context.log().whenComplete().thenRun(open::decrementAndGet);
    if (open.incrementAndGet() <= MOST) {
      return unwrap().serve(context, request);
    }
    if (connection.isActive()) {
      gauges.refused("pipelined_calls");
      connection.close();
    }
    return HttpResponse.of(429);
  }

  private static AtomicInteger openOn(Channel connection) {
    connection.attr(OPEN).setIfAbsent(new AtomicInteger());
    return connection.attr(OPEN).get();
  }
}
