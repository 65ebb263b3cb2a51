package io.darkroom.gateway;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServerListener;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.error.GrpcErrors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.http.Compression;
import io.darkroom.gateway.http.CrossOrigin;
import io.darkroom.gateway.http.Documentation;
import io.darkroom.gateway.http.MediaTypes;
import io.darkroom.gateway.http.Page;
import io.darkroom.gateway.http.RawImages;
import io.darkroom.gateway.http.UploadPut;
import io.darkroom.gateway.http.body.BodyBudget;
import io.darkroom.gateway.http.body.BodyPace;
import io.darkroom.gateway.http.body.CountedBodies;
import io.darkroom.gateway.http.body.PacedBodies;
import io.darkroom.gateway.http.websocket.OpenSockets;
import io.darkroom.gateway.http.websocket.SocketPaths;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.library.Cameras;
import io.darkroom.gateway.library.Library;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.limits.ByteRate;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.limits.PipelinedCalls;
import io.darkroom.gateway.pipelines.PipelineWriter;
import io.darkroom.gateway.requests.ChainCheck;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.requests.RequestQueue;
import io.darkroom.gateway.resources.SettingWriter;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.TaggedBodies;
import io.darkroom.gateway.rpc.connect.ConnectService;
import io.darkroom.gateway.rpc.connect.OneRequest;
import io.darkroom.gateway.rpc.connect.UnknownCalls;
import io.darkroom.gateway.rpc.services.ConfigApi;
import io.darkroom.gateway.rpc.services.HealthApi;
import io.darkroom.gateway.rpc.services.ImageApi;
import io.darkroom.gateway.rpc.services.PipelineApi;
import io.darkroom.gateway.rpc.services.SourceApi;
import io.darkroom.gateway.rpc.services.StreamApi;
import io.darkroom.gateway.rpc.services.TelemetryApi;
import io.darkroom.gateway.rpc.services.VideoApi;
import io.darkroom.gateway.rpc.system.Build;
import io.darkroom.gateway.rpc.system.Contract;
import io.darkroom.gateway.rpc.system.InputList;
import io.darkroom.gateway.rpc.system.SystemInfo;
import io.darkroom.gateway.rpc.system.Tools;
import io.darkroom.gateway.rpc.validation.CheckedRequests;
import io.darkroom.gateway.rpc.validation.RequestRules;
import io.darkroom.gateway.sources.SourceGroup;
import io.darkroom.gateway.telemetry.log.AccessLog;
import io.darkroom.gateway.telemetry.log.Correlated;
import io.darkroom.gateway.telemetry.metrics.CallMetrics;
import io.darkroom.gateway.telemetry.metrics.StreamingRpcs;
import io.darkroom.gateway.telemetry.trace.TracedCalls;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.v1.Limits;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Duration;
import java.time.Instant;

/** What is served under which path. */
final class GatewayServer {

  /** A few large pictures are taken at once. */
  private static final Duration BURST = Duration.ofMillis(250);

  private final GatewayConfig config;
  private final FollowedTopics following;
  private final RequestQueue requests;
  private final SourceGroup sources;
  private final Library library;
  private final HealthApi health;
  private final ListenableHealthChecker serving;
  private final Tracing tracing;
  private final OpenSockets sockets;
  private final OpenCalls calls;
  private final Bounds bounds;
  private final BodyBudget bodies;
  private final BodyPace pace;
  private final PipelineWriter pipelines;
  private final FramePublisher publisher;
  private final FrameIntake intake;
  private final Channels channels;

  GatewayServer(
      GatewayConfig config,
      Bounds bounds,
      FollowedTopics following,
      FramePublisher publisher,
      FrameIntake intake,
      PipelineWriter pipelines,
      RequestQueue requests,
      SourceGroup sources,
      Library library,
      HealthApi health,
      ListenableHealthChecker serving,
      Tracing tracing) {
    this.config = config;
    this.bounds = bounds;
    this.calls = new OpenCalls(bounds.calls());
    this.bodies = new BodyBudget(bounds.bodyBytes());
    this.pace =
        new BodyPace(
            new ByteRate(config.bounds().requestBytesPerSecond(), BURST, System::nanoTime),
            config.requestDeadline(),
            requests::hasEnough);
    this.following = following;
    this.pipelines = pipelines;
    this.requests = requests;
    this.sources = sources;
    this.library = library;
    this.health = health;
    this.serving = serving;
    this.tracing = tracing;
    this.sockets = new OpenSockets(following.metrics(), config.bounds().readerPatience());
    this.publisher = publisher;
    this.intake = intake;
    this.channels = following.channels();
  }

  Server build() {
    ServerBuilder server = Server.builder();
    new Transport(config).configure(server);
    server.meterRegistry(following.metrics().registry()).errorHandler(new HttpErrors());
    TaggedBodies.serve(server);
    new UploadPut(library.uploads(), library.videos(), following.metrics().streaming())
        .serve(server);
    serveRpcs(server);
    new SocketPaths(
            intake,
            channels,
            config.subscriberMaxLag(),
            config.allowedOrigins(),
            sockets,
            following.metrics(),
            bounds)
        .serve(server);
    serveHealth(server);
    Documentation.serve(server);
    CrossOrigin.allow(server, config.allowedOrigins());
    server
        .decorator(
            calls ->
                new PipelinedCalls(
                    new Correlated(
                        new TracedCalls(
                            new PacedBodies(
                                new CountedBodies(calls, bodies, config.bounds().messageTime()),
                                Contract.PROCESS_IMAGE,
                                pace),
                            tracing,
                            config.telemetry())),
                    following.metrics()))
        .accessLogWriter(new AccessLog().andThen(new CallMetrics(following.metrics())), false);
    server.route().path(Page.PATHS).methods(HttpMethod.GET, HttpMethod.HEAD).build(Page.service());
    server.serverListener(ServerListener.builder().whenStopping(stopping -> drain()).build());
    return server.build();
  }

  private void serveRpcs(ServerBuilder server) {
    ImageProcessor processor =
        new ImageProcessor(
            following.catalogue(),
            requests,
            following.pending(),
            config.limits(),
            config.requestDeadline(),
            following.metrics());
    GrpcErrors errors = new GrpcErrors();
    RequestRules rules = new RequestRules(Contract.requests());
    StreamingRpcs counted = new StreamingRpcs(following.metrics().streaming());
    GrpcService rpcs =
        GrpcService.builder()
            .addService(streamApi())
            .addService(new ImageApi(processor, following.catalogue(), bounds.sessions()))
            .addService(pipelineApi(processor))
            .addService(new SourceApi(sources.reports(), sources.writer(), calls))
            .addService(new VideoApi(library, processor, bounds.sessions()))
            .addService(configApi())
            .addService(telemetryApi())
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(StandardRpcs.health(serving))
            .enableHttpJsonTranscoding(
                HttpJsonTranscodingOptions.builder()
                    .queryParamMatchRules(
                        HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD,
                        HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                    .errorHandler(errors)
                    .build())
            .jsonMarshallerFactory(service -> new ProtoJson())
            .exceptionHandler(errors)
            .maxRequestMessageLength(new Transport(config).maxBodyBytes())
            .autoCompression(true)
            .intercept(
                errors, new CheckedRequests(rules), new OneRequest(), new Compression(), counted)
            .build();
    server.service(
        new MediaTypes(new ConnectService(rpcs), new RawImages(processor, intake, rules)));
    server.service(StandardRpcs.olderReflection(counted));
    server.service(UnknownCalls.PATHS, UnknownCalls.service());
  }

  private ConfigApi configApi() {
    Limits limits =
        Limits.newBuilder()
            .setMaxImageBytes(config.limits().maxBytes())
            .setMaxImageSidePx(config.limits().maxSide())
            .setMaxUploadBytes(config.library().maxUploadBytes())
            .setMaxPendingRequests(config.maxPendingRequests())
            .setRequestDeadlineMillis(config.requestDeadline().toMillis())
            .build();
    return new ConfigApi(
        limits,
        new InputList(
            following.registry(),
            sources.reports()::all,
            library.videos(),
            library.images(),
            Cameras.OF_THIS_MACHINE),
        library.images(),
        new Tools(config.tools()),
        new SystemInfo(Build.read(), sources.gatewayId(), Instant.now(), following.catalogue()));
  }

  private TelemetryApi telemetryApi() {
    SettingWriter writer = new SettingWriter(following.settings(), publisher, config.topics());
    return new TelemetryApi(following.settings(), writer);
  }

  private PipelineApi pipelineApi(ImageProcessor processor) {
    return new PipelineApi(
        following.pipelines(),
        pipelines,
        following.catalogue(),
        new ChainCheck(processor, following.catalogue()),
        following.registry(),
        calls);
  }

  private StreamApi streamApi() {
    return new StreamApi(
        following.registry(), intake, channels, config.subscriberMaxLag(), calls, bounds);
  }

  private void serveHealth(ServerBuilder server) {
    server
        .service("/startupz", health.startupz())
        .service("/livez", health.livez())
        .service("/readyz", health.readyz())
        .service("/healthz", health.healthz())
        .service(
            "/metrics",
            PrometheusExpositionService.of(following.metrics().registry().getPrometheusRegistry()));
  }

  private void drain() {
    health.readiness().drain();
    sockets.closeAll();
    calls.closeAll();
    library.close();
  }
}
