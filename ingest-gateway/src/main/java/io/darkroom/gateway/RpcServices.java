package io.darkroom.gateway;

import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.error.GrpcErrors;
import io.darkroom.gateway.http.Compression;
import io.darkroom.gateway.http.MediaTypes;
import io.darkroom.gateway.http.RawImages;
import io.darkroom.gateway.library.Cameras;
import io.darkroom.gateway.limits.OpenCalls;
import io.darkroom.gateway.requests.ChainCheck;
import io.darkroom.gateway.requests.ImageProcessor;
import io.darkroom.gateway.resources.SettingWriter;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.audit.AuditedChanges;
import io.darkroom.gateway.rpc.audit.ResourceStates;
import io.darkroom.gateway.rpc.connect.ConnectService;
import io.darkroom.gateway.rpc.connect.SingleRequestCheck;
import io.darkroom.gateway.rpc.connect.UnknownCalls;
import io.darkroom.gateway.rpc.services.AccessApi;
import io.darkroom.gateway.rpc.services.ConfigApi;
import io.darkroom.gateway.rpc.services.ImageApi;
import io.darkroom.gateway.rpc.services.PipelineApi;
import io.darkroom.gateway.rpc.services.PresetApi;
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
import io.darkroom.gateway.rpc.validation.GuardedCalls;
import io.darkroom.gateway.rpc.validation.RequestRules;
import io.darkroom.gateway.telemetry.metrics.StreamingRpcs;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.v1.Limits;
import io.grpc.BindableService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Builds the RPC services of a gateway and serves them in every protocol. */
final class RpcServices {

  private final GatewayParts parts;
  private final GatewayConfig config;
  private final FollowedTopics following;
  private final OpenCalls calls;
  private final ImageProcessor processor;
  private final ChainCheck chainCheck;

  RpcServices(GatewayParts parts, OpenCalls calls) {
    this.parts = parts;
    this.config = parts.config;
    this.following = parts.following;
    this.calls = calls;
    this.processor =
        new ImageProcessor(
            following.catalogue(),
            parts.requests,
            following.pending(),
            config.limits(),
            config.requestDeadline(),
            parts.metrics);
    this.chainCheck = new ChainCheck(processor, following.catalogue());
  }

  void serve(ServerBuilder server) {
    RequestRules rules = new RequestRules(Contract.requests());
    StreamingRpcs counted = new StreamingRpcs(parts.metrics.streaming());
    GrpcErrors errors = new GrpcErrors();
    GuardedCalls guarded = new GuardedCalls(parts.access.guard(), errors);
    GrpcService rpcs = grpc(rules, counted, errors, guarded);
    server
        .service(
            new MediaTypes(
                new ConnectService(rpcs),
                new RawImages(
                    processor,
                    parts.intake,
                    rules,
                    parts.bounds.publishers(),
                    parts.metrics.streaming(),
                    parts.access.guard())))
        .service(StandardRpcs.olderReflection(counted, guarded))
        .service(UnknownCalls.PATHS, UnknownCalls.service());
  }

  private GrpcService grpc(
      RequestRules rules, StreamingRpcs counted, GrpcErrors errors, GuardedCalls guarded) {
    GrpcServiceBuilder grpc = GrpcService.builder();
    services().forEach(grpc::addService);
    return grpc.enableHttpJsonTranscoding(
            HttpJsonTranscodingOptions.builder()
                .queryParamMatchRules(
                    HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD,
                    HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                .errorHandler(errors)
                .build())
        .jsonMarshallerFactory(service -> new ProtoJson())
        .exceptionHandler(errors)
        .maxRequestMessageLength(Transport.maxBodyBytes(config))
        .autoCompression(true)
        .intercept(
            errors,
            new AuditedChanges(parts.access.audit(), states()),
            new CheckedRequests(rules),
            guarded,
            new SingleRequestCheck(),
            new Compression(),
            counted)
        .build();
  }

  private List<BindableService> services() {
    return List.of(
        streamApi(),
        new ImageApi(processor, following.catalogue(), parts.bounds.sessions()),
        pipelineApi(),
        new PresetApi(following.presets(), parts.presets, following.catalogue(), chainCheck),
        new SourceApi(parts.sources.reports(), parts.sources.writer(), calls),
        new VideoApi(parts.library, processor, parts.bounds.sessions()),
        new AccessApi(
            config.access().auth(),
            following.keys(),
            parts.access.keys(),
            parts.access.identification().tickets()),
        configApi(),
        telemetryApi(),
        ProtoReflectionServiceV1.newInstance(),
        StandardRpcs.health(parts.serving));
  }

  private StreamApi streamApi() {
    return new StreamApi(
        following.registry(),
        parts.intake,
        parts.channels(),
        config.subscriberMaxLag(),
        config.requestDeadline(),
        calls,
        parts.bounds);
  }

  private PipelineApi pipelineApi() {
    return new PipelineApi(
        following.pipelines(),
        parts.pipelines,
        following.catalogue(),
        chainCheck,
        parts.channels().processed(),
        config.requestDeadline(),
        parts.bounds,
        calls);
  }

  private ConfigApi configApi() {
    return new ConfigApi(
        limits(),
        new InputList(
            following.registry(),
            parts.sources.reports()::all,
            parts.library.videos(),
            parts.library.images(),
            Cameras.OF_THIS_MACHINE),
        parts.library.images(),
        new Tools(config.tools()),
        new SystemInfo(
            Build.read(),
            parts.sources.gatewayId(),
            Instant.now(),
            following.catalogue(),
            parts.health.dependencies(),
            parts.metrics,
            parts.backlog));
  }

  private ResourceStates states() {
    return new ResourceStates(
        Map.of(
            "pipeline",
            id ->
                following
                    .pipelines()
                    .timeline(id)
                    .map(found -> PipelineCodec.toMessage(found.newest())),
            "source",
            id -> following.sources().find(id).map(found -> parts.sources.reports().require(id)),
            "preset",
            following.presets()::find,
            "key",
            following.keys()::described));
  }

  private Limits limits() {
    return Limits.newBuilder()
        .setMaxImageBytes(config.limits().maxBytes())
        .setMaxImageSidePx(config.limits().maxSide())
        .setMaxUploadBytes(config.library().maxUploadBytes())
        .setMaxPendingRequests(config.maxPendingRequests())
        .setRequestDeadlineMillis(config.requestDeadline().toMillis())
        .build();
  }

  private TelemetryApi telemetryApi() {
    SettingWriter writer =
        new SettingWriter(following.settings(), parts.publisher, config.topics());
    return new TelemetryApi(following.settings(), writer);
  }
}
