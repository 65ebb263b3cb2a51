package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Processing.FilterTime;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  private final Map<String, Counter> counters = new TreeMap<>();
  private final OperatorMetrics metrics = new OperatorMetrics(new RecordedGroup(""));

  @Test
  void countsResultsByStreamAndPipeline() {
    processed("cam", "edges", 1_000);
    processed("cam", "edges", 1_000);
    processed("cam", "", 1_000);
    assertThat(count("stream=cam.pipeline=edges.frames")).isEqualTo(2);
    assertThat(count("stream=cam.pipeline=edges.bytes")).isEqualTo(6);
    assertThat(count("stream=request.pipeline=request.frames")).isEqualTo(1);
  }

  @Test
  void bucketsAreCumulativeSoThatTheyAddUpAcrossSubtasks() {
    processed("cam", "edges", 100);
    processed("cam", "edges", 101);
    processed("cam", "edges", 9_000_000);
    assertThat(count("stage=decode.le=100.bucket")).isEqualTo(1);
    assertThat(count("stage=decode.le=250.bucket")).isEqualTo(2);
    assertThat(count("stage=decode.le=5000000.bucket")).isEqualTo(2);
    assertThat(count("stage=decode.le=+Inf.bucket")).isEqualTo(3);
    assertThat(count("stage=decode.sum")).isEqualTo(9_000_201);
    assertThat(count("stage=decode.count")).isEqualTo(3);
  }

  @Test
  void timesEveryStageAndEveryFilter() {
    processed("cam", "edges", 1_000);
    for (String stage : List.of("queue", "decode", "filters", "encode")) {
      assertThat(count("stage=" + stage + ".count")).isEqualTo(1);
    }
    assertThat(count("filter=sobel.sum")).isEqualTo(40);
  }

  @Test
  void countsWhatGaveNoResultByItsReason() {
    metrics.rejected(ErrorCode.INVALID_IMAGE);
    metrics.rejected(ErrorCode.INVALID_IMAGE);
    metrics.unclaimed();
    assertThat(count("code=INVALID_IMAGE.rejects")).isEqualTo(2);
    assertThat(count("reason=unclaimed.drops")).isEqualTo(1);
  }

  @Test
  void streamsBeyondTheCapShareOneLabel() {
    for (int i = 0; i < 250; i++) {
      processed("cam-" + i, "p", 1_000);
    }
    assertThat(count("stream=other.pipeline=other.frames")).isEqualTo(50);
    assertThat(counters.keySet().stream().filter(name -> name.endsWith(".frames"))).hasSize(201);
  }

  private void processed(String streamId, String pipelineId, long decodeMicros) {
    Processing processing =
        new Processing(
            pipelineId,
            1,
            "cpu",
            false,
            new SourcePosition(0, 0, 0),
            10,
            decodeMicros,
            List.of(new FilterTime("sobel", 40)),
            30,
            false);
    Frame frame =
        Frame.captured(streamId, 0, 0, Instant.EPOCH, Encoding.PNG, ByteString.copyFromUtf8("abc"))
            .withTrace(TraceContext.NONE);
    metrics.processed(frame, processing);
  }

  private long count(String name) {
    assertThat(counters).containsKey("darkroom." + name);
    return counters.get("darkroom." + name).getCount();
  }

  /** Keeps counters under the names and labels that a reporter would see. */
  private final class RecordedGroup extends UnregisteredMetricsGroup {

    private final String path;

    RecordedGroup(String path) {
      this.path = path;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new RecordedGroup(path + name + ".");
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new RecordedGroup(path + key + "=" + value + ".");
    }

    @Override
    public Counter counter(String name) {
      return counters.computeIfAbsent(path + name, ignored -> new SimpleCounter());
    }
  }
}
