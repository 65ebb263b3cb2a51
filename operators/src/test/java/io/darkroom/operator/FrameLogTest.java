package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Extras;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FrameLogTest {

  private static final SourcePosition POSITION = new SourcePosition(3, 41, 1_700_000_000_000L);
  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final Logger logger = (Logger) LoggerFactory.getLogger(FrameLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now;
  private final FrameLog log = new FrameLog(() -> now);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void logsAFrameWithACorrelationId() {
    log.processed(frame(new TraceContext(TRACEPARENT, "", "correlation_id=c-1,tenant=acme")));

    assertThat(lines.list).hasSize(1);
    ILoggingEvent line = lines.list.get(0);
    assertThat(line.getFormattedMessage())
        .isEqualTo("frame 12 processed on cpu in 5.0 ms, after 7.0 ms in the queue");
    assertThat(line.getMDCPropertyMap())
        .isEqualTo(
            Map.of(
                "correlation_id", "c-1",
                "stream", "cam",
                "pipeline", "p",
                "trace_id", "0af7651916cd43dd8448eb211c80319c",
                "span_id", "b7ad6b7169203331"));
  }

  @Test
  void logsNoFrameWithoutACorrelationId() {
    log.processed(frame(TraceContext.NONE));
    log.processed(frame(new TraceContext(TRACEPARENT, "", "tenant=acme")));
    assertThat(lines.list).isEmpty();
  }

  @Test
  void logsEveryReject() {
    Reject reject =
        new Reject(
            ErrorCode.INVALID_IMAGE, "broken", "cam", "", "", POSITION, Instant.ofEpochMilli(0));
    log.rejected(reject, TraceContext.NONE);
    log.rejected(reject, new TraceContext("", "", "correlation_id=c-2"));

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsOnly("frame at 3/41 rejected: INVALID_IMAGE: broken");
    assertThat(lines.list.get(1).getMDCPropertyMap())
        .isEqualTo(Map.of("correlation_id", "c-2", "stream", "cam"));
  }

  @Test
  void skipsAndCountsLinesBeyondTheLimit() {
    Frame frame = frame(new TraceContext("", "", "correlation_id=c-3"));
    for (int i = 0; i < FrameLog.BURST + 5; i++) {
      log.processed(frame);
    }
    assertThat(lines.list).hasSize(FrameLog.BURST);

    now += TimeUnit.MILLISECONDS.toNanos(100);
    log.processed(frame);
    assertThat(lines.list).hasSize(FrameLog.BURST + 2);
    assertThat(lines.list.get(FrameLog.BURST).getFormattedMessage()).startsWith("skipped 5 lines");
  }

  private static Frame frame(TraceContext trace) {
    Processing processing =
        new Processing(
            "p",
            "uid",
            1,
            "cpu",
            false,
            POSITION,
            7_000,
            1_000,
            List.of(new Processing.FilterTime("invert", 1_500)),
            2_500,
            false);
    return new Frame(
        "cam",
        1,
        12,
        Instant.EPOCH,
        Encoding.JPEG,
        1,
        1,
        ByteString.EMPTY,
        false,
        trace,
        Optional.empty(),
        Optional.of(processing),
        Extras.NONE);
  }
}
