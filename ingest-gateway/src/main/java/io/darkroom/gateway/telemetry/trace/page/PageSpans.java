package io.darkroom.gateway.telemetry.trace.page;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.Errors;
import io.darkroom.gateway.error.HttpErrors;
import io.darkroom.gateway.limits.ByteRate;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.telemetry.trace.Tracing;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Receives the spans of web pages by OTLP over HTTP and exports them with the gateway's own, so
 * that pages need no access to the receiver of traces. All pages together may send {@value
 * #BYTES_PER_SECOND} bytes per second. Thread-safe.
 */
public final class PageSpans implements HttpService {

  public static final String PATH = "/v1/tracing/spans";

  private static final int MOST_BYTES = 256 << 10;
  private static final int MOST_SPANS = 512;
  private static final long BYTES_PER_SECOND = 256 << 10;
  private static final Duration BURST = Duration.ofSeconds(4);

  private final Tracing tracing;
  private final GatewayMetrics metrics;
  private final ByteRate rate = new ByteRate(BYTES_PER_SECOND, BURST, System::nanoTime);

  public PageSpans(Tracing tracing, GatewayMetrics metrics) {
    this.tracing = tracing;
    this.metrics = metrics;
  }

  public void serve(ServerBuilder server) {
    server.route().post(PATH).maxRequestLength(MOST_BYTES).build(this);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return HttpErrors.respond(context, request.aggregate().thenApply(this::export));
  }

  private HttpResponse export(AggregatedHttpRequest request) {
    requireProtobuf(request.contentType());
    requireRate(request.content().length());
    List<Span> received = spansOf(request.content()).toList();
    List<PageSpan> valid =
        received.stream()
            .map(PageSpan::of)
            .filter(span -> span.context().isValid())
            .limit(MOST_SPANS)
            .toList();
    int refused = received.size() - valid.size();
    tracing.export(valid);
    metrics.pageSpans(valid.size(), refused);
    return HttpResponse.of(
        HttpStatus.OK, MediaType.X_PROTOBUF, HttpData.wrap(answer(refused).toByteArray()));
  }

  private static void requireProtobuf(MediaType type) {
    if (type == null || !type.is(MediaType.X_PROTOBUF)) {
      throw new DarkroomException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "content-type: %s (expected: %s). Send OTLP as protobuf."
              .formatted(type, MediaType.X_PROTOBUF));
    }
  }

  private synchronized void requireRate(long bytes) {
    if (!rate.take(bytes).isZero()) {
      metrics.pageSpans(0, 1);
      throw Errors.ofStatus(429, null);
    }
  }

  private static Stream<Span> spansOf(HttpData body) {
    try {
      return ExportTraceServiceRequest.parseFrom(body.array()).getResourceSpansList().stream()
          .flatMap(spans -> spans.getScopeSpansList().stream())
          .flatMap(spans -> spans.getSpansList().stream());
    } catch (InvalidProtocolBufferException e) {
      throw DarkroomException.invalid(
          "body", "body: %s (expected: an ExportTraceServiceRequest).".formatted(e.getMessage()));
    }
  }

  private static ExportTraceServiceResponse answer(int refused) {
    ExportTraceServiceResponse.Builder answer = ExportTraceServiceResponse.newBuilder();
    if (refused > 0) {
      answer.setPartialSuccess(
          ExportTracePartialSuccess.newBuilder()
              .setRejectedSpans(refused)
              .setErrorMessage(
                  "spans: invalid ids, or more than %d at once. Send fewer."
                      .formatted(MOST_SPANS)));
    }
    return answer.build();
  }
}
