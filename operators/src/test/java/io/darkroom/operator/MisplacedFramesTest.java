package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.darkroom.frame.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MisplacedFramesTest {

  private final Map<String, Counter> counters = new HashMap<>();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(MisplacedFrames.class);
  private long now = Long.MAX_VALUE - 5;
  private final MisplacedFrames misplaced =
      new MisplacedFrames(
          streamId -> streamId.isEmpty() ? TopicPartitions.UNKNOWN : 3,
          new OperatorMetrics(new StreamGroup("")),
          () -> now);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void ignore() {
    logger.detachAppender(lines);
  }

  @Test
  void countsMisplacedFramesByStream() {
    check("cam", 3);
    check("cam", 4);
    check("cam", 5);
    check("door", 0);
    check("", 1);
    assertThat(counters.get("cam").getCount()).isEqualTo(2);
    assertThat(counters.get("door").getCount()).isEqualTo(1);
    assertThat(counters).hasSize(2);
  }

  @Test
  void sharesOneCounterAmongStreamsBeyondTheLimit() {
    for (int i = 0; i < 300; i++) {
      check("cam" + i, 0);
      check("cam" + i, 0);
    }
    assertThat(counters).hasSize(101);
    assertThat(counters.get("_other").getCount()).isEqualTo(400);
  }

  @Test
  void logsAWarningOnceInAWhile() {
    for (int i = 0; i < 10; i++) {
      check("cam", 4);
    }
    now += TimeUnit.SECONDS.toNanos(MisplacedFrames.QUIET_SECONDS);
    check("cam", 4);
    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(0).getFormattedMessage())
        .contains("stream cam: frame at 4/17", "expected: 3", "1 such", "murmur2_random");
    assertThat(lines.list.get(1).getFormattedMessage()).contains("10 such");
  }

  private void check(String streamId, int partition) {
    misplaced.check(streamId, new SourcePosition(partition, 17, 0));
  }

  /** Keeps the counters of misplaced frames. */
  private final class StreamGroup extends UnregisteredMetricsGroup {

    private final String label;

    StreamGroup(String label) {
      this.label = label;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new StreamGroup(value);
    }

    @Override
    public Counter counter(String name) {
      Counter counter = new SimpleCounter();
      if (name.equals("darkroom_job_frames_misplaced_total")) {
        counters.put(label, counter);
      }
      return counter;
    }
  }
}
