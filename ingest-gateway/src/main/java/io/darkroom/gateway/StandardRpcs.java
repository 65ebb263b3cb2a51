package io.darkroom.gateway;

import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckServiceBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.healthcheck.ListenableHealthChecker;
import io.darkroom.gateway.rpc.system.Contract;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.ProtoReflectionService;

/** Services that gRPC itself defines. */
final class StandardRpcs {

  private StandardRpcs() {}

  /** What {@code /readyz} says, for the gateway and for each of its services. */
  static GrpcHealthCheckService health(ListenableHealthChecker serving) {
    GrpcHealthCheckServiceBuilder builder = GrpcHealthCheckService.builder().checkers(serving);
    Contract.services().forEach(service -> builder.serviceCheckers(service.getFullName(), serving));
    return builder.build();
  }

  /** For clients that do not know v1 yet; a service can have one reflection only. */
  @SuppressWarnings("deprecation")
  static GrpcService olderReflection(ServerInterceptor counted) {
    return GrpcService.builder()
        .addService(ProtoReflectionService.newInstance())
        .intercept(counted)
        .build();
  }
}
