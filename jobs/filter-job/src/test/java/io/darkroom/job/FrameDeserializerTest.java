package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.Headers;
import io.darkroom.frame.Headers.Header;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.FrameRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FrameDeserializerTest {

  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final ConsumerRecord<byte[], byte[]> record =
      new ConsumerRecord<>("frames", 3, 41, "cam".getBytes(UTF_8), new byte[] {1, 2});

  @Test
  void readsTheTraceContextFromTheHeaders() {
    header("traceparent", PARENT);
    header("tracestate", "vendor=1");
    header("baggage", "tenant=acme");
    assertThat(read().trace()).isEqualTo(new TraceContext(PARENT, "vendor=1", "tenant=acme"));
  }

  @Test
  void readsBaggageWithoutATraceparent() {
    header("baggage", "correlation_id=c-1");
    assertThat(read().trace()).isEqualTo(new TraceContext("", "", "correlation_id=c-1"));
  }

  @Test
  void dropsBaggageThatIsTooLarge() {
    header("traceparent", PARENT);
    header("baggage", "x=" + "y".repeat(10_000));
    assertThat(read().trace()).isEqualTo(new TraceContext(PARENT, "", ""));
  }

  @Test
  void hasNoTraceForARecordWithoutHeaders() {
    assertThat(read().trace()).isSameAs(TraceContext.NONE);
    assertThat(read().key()).isEqualTo("cam");
    assertThat(read().position().offset()).isEqualTo(41);
  }

  @Test
  void keepsTheHeadersOfProducersInTheirOrder() {
    header("content-type", "image/jpeg");
    header("site", "north");
    header("traceparent", PARENT);
    header("pipeline", "forged");
    header("source-offset", "0");
    header("darkroom-next", "kept for later");
    header("__value_schema_id", "7");
    record.headers().add("nothing", null);
    header("site", "south");
    assertThat(read().headers())
        .isEqualTo(
            new Headers(
                List.of(
                    Header.of("site", "north"),
                    new Header("nothing", null),
                    Header.of("site", "south")),
                0));
  }

  @Test
  void countsTheHeadersBeyondTheLimits() {
    header("large", "x".repeat(8192));
    for (int i = 0; i < 40; i++) {
      header("h" + i, "v");
    }
    Headers headers = read().headers();
    assertThat(headers.all()).hasSize(32).first().isEqualTo(Header.of("h0", "v"));
    assertThat(headers.leftOut()).isEqualTo(9);
  }

  @Test
  void keepsHeadersOfExactlyTheMaximumSize() {
    header("exact", "x".repeat(8192 - "exact".length()));
    assertThat(read().headers().leftOut()).isZero();
    assertThat(read().headers().bytes()).isEqualTo(Headers.MOST_BYTES_OF_USER);
  }

  private void header(String name, String value) {
    record.headers().add(name, value.getBytes(UTF_8));
  }

  private FrameRecord read() {
    List<FrameRecord> read = new ArrayList<>();
    new FrameDeserializer(true).deserialize(record, new ListCollector<>(read));
    assertThat(read).hasSize(1);
    return read.get(0);
  }
}
