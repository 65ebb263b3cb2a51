package io.darkroom.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.TraceContext;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {

  private static final TraceContext TRACE =
      new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=1", "b=2");

  @Test
  void readsWhatItWrote() {
    Map<String, byte[]> headers = written(TRACE);

    assertThat(TraceHeaders.readBytes(headers::get)).isEqualTo(TRACE);
    assertThat(TraceHeaders.read(name -> new String(headers.get(name), UTF_8))).isEqualTo(TRACE);
  }

  @Test
  void writesNoEmptyHeader() {
    assertThat(written(new TraceContext("", "", "b=2"))).containsOnlyKeys("baggage");
  }

  @Test
  void readsAbsentHeadersAsNoTrace() {
    assertThat(TraceHeaders.read(name -> null)).isEqualTo(TraceContext.NONE);
    assertThat(TraceHeaders.readBytes(name -> null)).isEqualTo(TraceContext.NONE);
  }

  @Test
  void keepsBaggageWithoutTraceparent() {
    Map<String, byte[]> headers = Map.of("baggage", "b=2".getBytes(UTF_8));

    assertThat(TraceHeaders.readBytes(headers::get).baggage()).isEqualTo("b=2");
  }

  @Test
  void leavesOutAFieldThatIsTooLong() {
    Map<String, byte[]> headers = written(TRACE);
    headers.put("tracestate", new byte[TraceContext.MAX_TRACESTATE + 1]);

    assertThat(TraceHeaders.readBytes(headers::get))
        .isEqualTo(new TraceContext(TRACE.traceparent(), "", TRACE.baggage()));
  }

  private static Map<String, byte[]> written(TraceContext trace) {
    Map<String, byte[]> headers = new HashMap<>();
    TraceHeaders.write(trace, headers::put);
    return headers;
  }
}
