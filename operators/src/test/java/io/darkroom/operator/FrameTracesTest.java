package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.trace.TraceAttributes;
import io.darkroom.telemetry.trace.Traceparent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FrameTracesTest extends OperatorHarness {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";
  private static final String CAME = "00-" + TRACE + "-" + PARENT;
  private static final String BAGGAGE = "correlation_id=c-1,tenant=acme,stream_group=hall";

  @BeforeEach
  void traceToMemory() {
    System.setProperty("otel.traces.exporter", "memory");
    System.setProperty("otel.bsp.schedule.delay", "20");
    System.setProperty("darkroom.traces.per.second", "0");
    MemoryExporter.SPANS.clear();
  }

  @AfterEach
  void stopTracing() {
    System.clearProperty("otel.traces.exporter");
    System.clearProperty("otel.bsp.schedule.delay");
    System.clearProperty("darkroom.traces.per.second");
  }

  @Test
  void createsASpanForEachStepOfATracedFrame() throws Exception {
    put("p", "cam", "grayscale | gaussian_blur(sigma=2)", T0);
    open(1, null);
    process(frame(CAME + "-01", image(Encoding.PNG)));

    List<SpanData> spans = spans(7);
    assertThat(spans)
        .extracting(SpanData::getName)
        .containsExactlyInAnyOrder(
            "process darkroom.frames",
            "decode",
            "pipeline p",
            "filter grayscale",
            "filter gaussian_blur",
            "encode",
            "send darkroom.processed");
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(TRACE);
    SpanData consumer = span(spans, "process darkroom.frames");
    assertThat(consumer.getParentSpanId()).isEqualTo(PARENT);
    assertThat(consumer.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(parentOf(spans, "decode")).isEqualTo("process darkroom.frames");
    assertThat(parentOf(spans, "pipeline p")).isEqualTo("process darkroom.frames");
    assertThat(parentOf(spans, "filter grayscale")).isEqualTo("pipeline p");
    assertThat(parentOf(spans, "encode")).isEqualTo("pipeline p");
    assertThat(parentOf(spans, "send darkroom.processed")).isEqualTo("process darkroom.frames");
    for (SpanData span : spans) {
      assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
    }
  }

  @Test
  void describesTheWorkInAttributes() throws Exception {
    put("p", "cam", "grayscale", T0);
    open(1, null);
    process(frame(CAME + "-01", image(Encoding.PNG)));

    List<SpanData> spans = spans(6);
    SpanData consumer = span(spans, "process darkroom.frames");
    assertThat(value(consumer, TraceAttributes.STREAM)).isEqualTo("cam");
    assertThat(value(consumer, TraceAttributes.SEQUENCE)).isEqualTo(77);
    assertThat(value(consumer, TraceAttributes.WIDTH)).isEqualTo(33);
    assertThat(value(consumer, TraceAttributes.HEIGHT)).isEqualTo(7);
    assertThat(value(consumer, TraceAttributes.CHANNELS)).isEqualTo(3);
    assertThat(value(consumer, TraceAttributes.BYTES)).isPositive();
    assertThat(value(consumer, TraceAttributes.MESSAGING_SYSTEM)).isEqualTo("kafka");
    assertThat(value(consumer, TraceAttributes.OPERATION_TYPE)).isEqualTo("process");
    assertThat(value(consumer, TraceAttributes.DESTINATION)).isEqualTo("darkroom.frames");
    assertThat(value(consumer, TraceAttributes.PARTITION)).isEqualTo("3");
    assertThat(value(consumer, TraceAttributes.OFFSET)).isZero();
    assertThat(value(consumer, TraceAttributes.CORRELATION_ID)).isEqualTo("c-1");
    assertThat(value(consumer, TraceAttributes.TENANT)).isEqualTo("acme");
    assertThat(value(consumer, TraceAttributes.STREAM_GROUP)).isEqualTo("hall");
    SpanData pipeline = span(spans, "pipeline p");
    assertThat(value(pipeline, TraceAttributes.PIPELINE)).isEqualTo("p");
    assertThat(value(pipeline, TraceAttributes.REVISION)).isEqualTo(1);
    assertThat(value(pipeline, TraceAttributes.FILTERS)).containsExactly("grayscale");
    assertThat(value(pipeline, TraceAttributes.ACCELERATOR)).isEqualTo("cpu");
    assertThat(value(pipeline, TraceAttributes.FELL_BACK)).isFalse();
  }

  @Test
  void continuesTheTraceInTheResult() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    process(frame(CAME + "-01", image(Encoding.PNG)));

    SpanData send = span(spans(6), "send darkroom.processed");
    TraceContext inRecord = records().get(0).trace();
    assertThat(inRecord.traceparent()).isEqualTo("00-" + TRACE + "-" + send.getSpanId() + "-01");
    assertThat(inRecord.tracestate()).isEqualTo("vendor=1");
    assertThat(inRecord.baggage()).isEqualTo(BAGGAGE);
    assertThat(results().get(0).trace()).isEqualTo(inRecord);
  }

  @Test
  void passesOnTheContextOfAnUntracedFrame() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    process(frame(CAME + "-00", image(Encoding.PNG)));
    harness.close();

    assertThat(records().get(0).trace().traceparent()).isEqualTo(CAME + "-00");
    assertThat(MemoryExporter.SPANS).isEmpty();
  }

  @Test
  void tracesARejectedFrameEvenIfItIsNotSampled() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    byte[] broken = image(Encoding.PNG);
    process(frame(CAME + "-00", Arrays.copyOf(broken, broken.length / 2)));

    List<SpanData> spans = spans(2);
    SpanData consumer = span(spans, "process darkroom.frames");
    assertThat(consumer.getTraceId()).isEqualTo(TRACE);
    assertThat(consumer.getStatus().getStatusCode()).isEqualTo(StatusData.error().getStatusCode());
    assertThat(value(consumer, TraceAttributes.ERROR_TYPE)).isEqualTo("INVALID_IMAGE");
    SpanData send = span(spans, "send darkroom.rejects");
    LogRecord reject = harness.getSideOutput(FilterOperator.REJECTS).element().getValue();
    assertThat(reject.trace().traceparent())
        .isEqualTo(new Traceparent(TRACE, send.getSpanId(), true).text());
  }

  @Test
  void linksABundleToItsFrames() throws Exception {
    put("p", "cam", "invert", T0);
    open(2, null);
    process(frame(CAME + "-01", image(Encoding.PNG)));
    process(frame(CAME + "-00", image(Encoding.PNG)));

    List<SpanData> spans = spans(7);
    SpanData bundle = span(spans, "bundle");
    assertThat(value(bundle, TraceAttributes.BUNDLE_SIZE)).isEqualTo(2);
    assertThat(bundle.getLinks())
        .extracting(LinkData::getSpanContext)
        .containsExactly(span(spans, "process darkroom.frames").getSpanContext());
  }

  private void process(FrameRecord frame) throws Exception {
    harness.processElement(new StreamRecord<>(frame));
    settle(harness);
  }

  private FrameRecord frame(String traceparent, byte[] image) {
    Frame frame =
        Frame.captured(
                "cam", 1, 77, Instant.ofEpochMilli(T0), Encoding.PNG, ByteString.copyFrom(image))
            .withTrace(new TraceContext(traceparent, "vendor=1", BAGGAGE));
    return record("cam", FrameCodec.encode(frame), T0);
  }

  private static List<SpanData> spans(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> MemoryExporter.SPANS.size() >= count);
    assertThat(MemoryExporter.SPANS).hasSize(count);
    return MemoryExporter.SPANS;
  }

  private static SpanData span(List<SpanData> spans, String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).findFirst().orElseThrow();
  }

  private static String parentOf(List<SpanData> spans, String name) {
    String parent = span(spans, name).getParentSpanId();
    return spans.stream()
        .filter(span -> span.getSpanId().equals(parent))
        .map(SpanData::getName)
        .findFirst()
        .orElse("none of them");
  }

  private static <T> T value(SpanData span, AttributeKey<T> key) {
    return span.getAttributes().get(key);
  }
}
