package io.darkroom.gateway;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import io.darkroom.gateway.access.ForeignPages;
import io.darkroom.gateway.access.PageHeaders;
import io.darkroom.gateway.audit.AuditedOutcomes;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.guard.CheckedCalls;
import io.darkroom.gateway.guard.Guard;
import io.darkroom.gateway.guard.PathAccess;
import io.darkroom.gateway.http.CrossOrigin;
import io.darkroom.gateway.http.Documentation;
import io.darkroom.gateway.http.Page;
import io.darkroom.gateway.http.UploadPut;
import io.darkroom.gateway.http.body.BodyBudget;
import io.darkroom.gateway.http.body.BodyPace;
import io.darkroom.gateway.http.body.CountedBodies;
import io.darkroom.gateway.http.body.PacedBodies;
import io.darkroom.gateway.http.mjpeg.MjpegPaths;
import io.darkroom.gateway.http.mjpeg.OpenViewers;
import io.darkroom.gateway.http.websocket.OpenSockets;
import io.darkroom.gateway.http.websocket.SocketPaths;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.identity.Identified;
import io.darkroom.gateway.identity.SessionPath;
import io.darkroom.gateway.limits.ByteRate;
import io.darkroom.gateway.limits.CallerLimits;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.limits.PipelinedCalls;
import io.darkroom.gateway.rpc.TaggedBodies;
import io.darkroom.gateway.rpc.system.Contract;
import io.darkroom.gateway.telemetry.log.AccessLog;
import io.darkroom.gateway.telemetry.log.Correlated;
import io.darkroom.gateway.telemetry.metrics.CallMetrics;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.TracedCalls;
import io.darkroom.gateway.telemetry.trace.page.PageSpans;
import io.darkroom.v1.Permission;
import java.time.Duration;

/** Puts the services of a gateway on the paths of one server. */
final class GatewayServer {

  /** Lets a few large images through at once. */
  private static final Duration BURST = Duration.ofMillis(250);

  private final GatewayParts parts;
  private final GatewayConfig config;
  private final GatewayMetrics metrics;
  private final OpenSockets sockets;
  private final OpenViewers viewers;
  private final OpenCalls calls;

  GatewayServer(GatewayParts parts) {
    this.parts = parts;
    this.config = parts.config;
    this.metrics = parts.metrics;
    this.sockets = new OpenSockets(metrics, config.bounds().readerPatience());
    this.viewers = new OpenViewers(parts.scaler.threads());
    this.calls = new OpenCalls(parts.bounds.calls());
  }

  Server build() {
    ServerBuilder server = Server.builder();
    new Transport(config, parts.certificates).configure(server);
    PageHeaders.ofAll(server);
    server.meterRegistry(metrics.registry()).errorHandler(new HttpErrors());
    TaggedBodies.serve(server);
    serveUploads(server);
    new RpcServices(parts, calls).serve(server);
    serveSockets(server);
    serveMjpeg(server);
    servePageSpans(server);
    serveHealth(server);
    Documentation.serve(server);
    CrossOrigin.allow(server, config.access().origins());
    decorate(server);
    server
        .route()
        .path(Page.PATHS)
        .methods(HttpMethod.GET, HttpMethod.HEAD)
        .build(Page.service(config.access().auth()));
    server.serverListener(ServerListener.builder().whenStopping(stopping -> drain()).build());
    return server.build();
  }

  private void serveUploads(ServerBuilder server) {
    new UploadPut(
            parts.library.uploads(),
            parts.library.videos(),
            metrics.streaming(),
            parts.access.guard())
        .serve(server);
  }

  private void serveSockets(ServerBuilder server) {
    new SocketPaths(
            parts.intake,
            parts.channels(),
            config.subscriberMaxLag(),
            sockets,
            metrics,
            parts.bounds,
            parts.access.guard())
        .serve(server);
  }

  private void serveMjpeg(ServerBuilder server) {
    new MjpegPaths(parts.channels(), metrics, parts.bounds, viewers, parts.access.guard())
        .serve(server);
  }

  private void servePageSpans(ServerBuilder server) {
    if (parts.tracing.pageRatio() > 0) {
      new PageSpans(parts.tracing, metrics).serve(server);
    }
  }

  private void serveHealth(ServerBuilder server) {
    server
        .service("/startupz", parts.health.startupz())
        .service("/livez", parts.health.livez())
        .service("/readyz", parts.health.readyz())
        .service("/healthz", parts.health.healthz())
        .service(
            "/metrics",
            new CheckedCalls(
                PrometheusExpositionService.of(metrics.registry().getPrometheusRegistry()),
                call -> Guard.requireEverywhere(Caller.of(call), Permission.PERMISSION_ADMIN)));
    new SessionPath().serve(server);
  }

  /**
   * Wraps every call: pipelining limit, correlation id, protection from foreign pages, trace,
   * caller and its limits, and the pace and count of bodies.
   */
  private void decorate(ServerBuilder server) {
    BodyBudget bodies = new BodyBudget(parts.bounds.bodyBytes());
    BodyPace pace = bodyPace();
    CallerLimits callerLimits = new CallerLimits(config.access().quota(), metrics);
    PathAccess paths = new PathAccess(Contract.services(), Page.PATHS);
    server
        .decorator(
            service ->
                new PipelinedCalls(
                    new Correlated(
                        new ForeignPages(
                            new TracedCalls(
                                new Identified(
                                    new CheckedCalls(
                                        new PacedBodies(
                                            new CountedBodies(
                                                service, bodies, config.bounds().messageTime()),
                                            Contract.PROCESS_IMAGE,
                                            pace),
                                        callerLimits::begin),
                                    parts.access.identification(),
                                    parts.access.callers(),
                                    paths::isOpen),
                                parts.tracing,
                                config.telemetry()),
                            config.access())),
                    metrics))
        .accessLogWriter(
            new AccessLog()
                .andThen(new CallMetrics(metrics))
                .andThen(new AuditedOutcomes(parts.access.audit())),
            false);
  }

  private BodyPace bodyPace() {
    return new BodyPace(
        new ByteRate(config.bounds().requestBytesPerSecond(), BURST, System::nanoTime),
        config.requestDeadline(),
        parts.requests::hasEnough);
  }

  private void drain() {
    parts.health.readiness().drain();
    sockets.closeAll();
    viewers.close();
    calls.closeAll();
    parts.library.close();
  }
}
