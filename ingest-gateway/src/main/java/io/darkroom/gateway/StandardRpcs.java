package io.darkroom.gateway;

import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckServiceBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import io.darkroom.gateway.rpc.system.Contract;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.ProtoReflectionService;

/** Builds the health and reflection services that gRPC itself defines. */
final class StandardRpcs {

  private StandardRpcs() {}

  /** Reports what {@code /readyz} reports, for the gateway and for each of its services. */
  static GrpcHealthCheckService health(ListenableHealthChecker serving) {
    GrpcHealthCheckServiceBuilder builder = GrpcHealthCheckService.builder().checkers(serving);
    Contract.services().forEach(service -> builder.serviceCheckers(service.getFullName(), serving));
    return builder.build();
  }

  /** Reflection v1alpha, for older clients. A {@link GrpcService} can hold only one version. */
  @SuppressWarnings("deprecation")
  static GrpcService olderReflection(ServerInterceptor... interceptors) {
    return GrpcService.builder()
        .addService(ProtoReflectionService.newInstance())
        .intercept(interceptors)
        .build();
  }
}
