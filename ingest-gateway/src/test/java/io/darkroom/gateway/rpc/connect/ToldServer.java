package io.darkroom.gateway.rpc.connect;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.darkroom.gateway.error.GrpcErrors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.connect.ConnectCaller.Way;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A service that does as it is told, behind the same decorator as the gateway's. */
final class ToldServer implements AutoCloseable {

  static final int MESSAGE_LIMIT = 200 << 10;

  final ToldService service = new ToldService();
  private final Server server;

  private ToldServer() {
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
                        .intercept(new OneRequest(), new Metadatas.Sender())
                        .autoCompression(true)
                        .maxRequestMessageLength(MESSAGE_LIMIT)
                        .jsonMarshallerFactory(name -> new ProtoJson())
                        // gRPC's own codes, where the gateway has some of its own.
                        .exceptionHandler(
                            (context, status, cause, metadata) ->
                                cause instanceof StatusRuntimeException
                                    ? status
                                    : errors.apply(context, status, cause, metadata))
                        .build()))
            .service(UnknownCalls.PATHS, UnknownCalls.service())
            .build();
  }

  static ToldServer start() {
    ToldServer told = new ToldServer();
    told.server.start().join();
    return told;
  }

  int port() {
    return server.activeLocalPort();
  }

  ConnectCaller caller(Way way) {
    return new ConnectCaller(way, port());
  }

  /** Both versions of HTTP, both codecs, with and without compression. */
  static Stream<Way> ways() {
    return Stream.of("h1c", "h2c")
        .flatMap(
            http ->
                Stream.of("proto", "json")
                    .flatMap(
                        codec -> Stream.of(false, true).map(gzip -> new Way(http, codec, gzip))));
  }

  static List<Way> duplexWays() {
    return ways().filter(way -> way.http().equals("h2c")).toList();
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
