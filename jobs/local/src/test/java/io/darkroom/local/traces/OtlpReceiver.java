package io.darkroom.local.traces;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** Receives traces over OTLP, with gRPC and HTTP/protobuf, on a free port. */
final class OtlpReceiver implements AutoCloseable {

  private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
  private final Server server;

  OtlpReceiver() {
    server =
        Server.builder()
            .http(0)
            .service(GrpcService.builder().addService(new Grpc()).build())
            .service("/v1/traces", (context, request) -> HttpResponse.of(overHttp(request)))
            .build();
    server.start().join();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  /** All spans received so far. */
  List<ReceivedSpan> spans() {
    return spans;
  }

  /** The spans of one trace. */
  List<ReceivedSpan> spans(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  private void take(ExportTraceServiceRequest request) {
    request
        .getResourceSpansList()
        .forEach(
            ofResource ->
                ofResource
                    .getScopeSpansList()
                    .forEach(
                        ofScope ->
                            ofScope
                                .getSpansList()
                                .forEach(
                                    span ->
                                        spans.add(
                                            new ReceivedSpan(
                                                service(ofResource.getResource()), span)))));
  }

  private static String service(Resource resource) {
    return resource.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals("service.name"))
        .map(KeyValue::getValue)
        .map(value -> value.getStringValue())
        .findFirst()
        .orElse("");
  }

  private CompletableFuture<HttpResponse> overHttp(HttpRequest request) {
    return request
        .aggregate()
        .thenApply(
            whole -> {
              take(parse(whole.content(), whole.headers().get("content-encoding", "")));
              return HttpResponse.of(
                  HttpStatus.OK,
                  MediaType.PROTOBUF,
                  HttpData.wrap(ExportTraceServiceResponse.getDefaultInstance().toByteArray()));
            });
  }

  private static ExportTraceServiceRequest parse(HttpData body, String encoding) {
    try (ByteArrayInputStream bytes = new ByteArrayInputStream(body.array())) {
      return ExportTraceServiceRequest.parseFrom(
          encoding.equals("gzip") ? new GZIPInputStream(bytes) : bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop().join();
  }

  private final class Grpc extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> observer) {
      take(request);
      observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
      observer.onCompleted();
    }
  }
}
