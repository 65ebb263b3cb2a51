package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.darkroom.gateway.error.GrpcErrors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Variant;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Serves {@link ScriptedService} behind the same decorator as the gateway's services. */
final class ScriptedServer implements AutoCloseable {

  static final int MESSAGE_LIMIT = 200 << 10;

  final ScriptedService service = new ScriptedService();
  private final Server server;

  private ScriptedServer() {
    GrpcErrors errors = new GrpcErrors();
    server =
        Server.builder()
            .http(0)
            .errorHandler(new HttpErrors())
            .requestTimeout(Duration.ofSeconds(20))
            .service(
                new ConnectService(
                    GrpcService.builder()
                        .addService(service)
                        .intercept(new SingleRequestCheck(), new ScriptedMetadata.Sender())
                        .autoCompression(true)
                        .maxRequestMessageLength(MESSAGE_LIMIT)
                        .jsonMarshallerFactory(name -> new ProtoJson())
                        // Keeps plain gRPC statuses, which the gateway would map to its own codes.
                        .exceptionHandler(
                            (context, status, cause, metadata) ->
                                cause instanceof StatusRuntimeException
                                    ? status
                                    : errors.apply(context, status, cause, metadata))
                        .build()))
            .service(UnknownCalls.PATHS, UnknownCalls.service())
            .build();
  }

  static ScriptedServer start() {
    ScriptedServer started = new ScriptedServer();
    started.server.start().join();
    return started;
  }

  int port() {
    return server.activeLocalPort();
  }

  ConnectCaller caller(Variant variant) {
    return new ConnectCaller(variant, port());
  }

  /** Both versions of HTTP, both formats, with and without compression. */
  static Stream<Variant> variants() {
    return Stream.of("h1c", "h2c")
        .flatMap(
            http ->
                Stream.of("proto", "json")
                    .flatMap(
                        format ->
                            Stream.of(false, true).map(gzip -> new Variant(http, format, gzip))));
  }

  static List<Variant> http2Variants() {
    return variants().filter(variant -> variant.http().equals("h2c")).toList();
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
