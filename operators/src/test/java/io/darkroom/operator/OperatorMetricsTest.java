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
import io.darkroom.metric.JobMetrics;
import io.darkroom.telemetry.metric.DropReason;
import io.darkroom.telemetry.metric.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class OperatorMetricsTest {

  private final Map<String, Counter> counters = new TreeMap<>();
  private final Map<String, Gauge<?>> gauges = new TreeMap<>();
  private final OperatorMetrics metrics = new OperatorMetrics(new RecordedGroup(""));

  @Test
  void countsResultsByStreamAndPipeline() {
    processed("cam", "edges", 1_000);
    processed("cam", "edges", 1_000);
    processed("cam", "", 1_000);
    assertThat(
            count("stream=cam.pipeline=edges.accelerator=cpu.darkroom_job_frames_processed_total"))
        .isEqualTo(2);
    assertThat(
            count("stream=cam.pipeline=edges.accelerator=cpu.darkroom_job_processed_bytes_total"))
        .isEqualTo(6);
    assertThat(
            count(
                "stream=_request.pipeline=_request.accelerator=cpu.darkroom_job_frames_processed_total"))
        .isEqualTo(1);
  }

  @Test
  void usesCumulativeBucketsThatAddUpAcrossSubtasks() {
    processed("cam", "edges", 500);
    processed("cam", "edges", 501);
    processed("cam", "edges", 9_000_000);
    assertThat(count("stage=decode.le=0.0005.darkroom_job_stage_duration_seconds_bucket"))
        .isEqualTo(1);
    assertThat(count("stage=decode.le=0.001.darkroom_job_stage_duration_seconds_bucket"))
        .isEqualTo(2);
    assertThat(count("stage=decode.le=5.darkroom_job_stage_duration_seconds_bucket")).isEqualTo(2);
    assertThat(count("stage=decode.le=+Inf.darkroom_job_stage_duration_seconds_bucket"))
        .isEqualTo(3);
    assertThat(value("stage=decode.darkroom_job_stage_duration_seconds_sum")).isEqualTo(9.001001);
    assertThat(count("stage=decode.darkroom_job_stage_duration_seconds_count")).isEqualTo(3);
  }

  @Test
  void measuresEveryStageAndFilter() {
    processed("cam", "edges", 1_000);
    for (String stage : List.of("queue", "decode", "filters", "encode")) {
      assertThat(count("stage=" + stage + ".darkroom_job_stage_duration_seconds_count"))
          .isEqualTo(1);
    }
    assertThat(value("filter=sobel.accelerator=cpu.darkroom_job_filter_duration_seconds_sum"))
        .isEqualTo(0.00004);
  }

  @Test
  void countsRejectsAndDropsByReason() {
    metrics.rejected(ErrorCode.INVALID_IMAGE);
    metrics.rejected(ErrorCode.INVALID_IMAGE);
    metrics.dropped(DropReason.UNCLAIMED);
    assertThat(count("code=INVALID_IMAGE.darkroom_job_frames_rejected_total")).isEqualTo(2);
    assertThat(count("reason=unclaimed.darkroom_job_frames_dropped_total")).isEqualTo(1);
  }

  @Test
  void sharesOneLabelAmongStreamsBeyondTheLimit() {
    for (int i = 0; i < 250; i++) {
      processed("cam-" + i, "p", 1_000);
    }
    assertThat(
            count(
                "stream=_other.pipeline=_other.accelerator=cpu.darkroom_job_frames_processed_total"))
        .isEqualTo(50);
    assertThat(counters.keySet().stream().filter(name -> name.endsWith("frames_processed_total")))
        .hasSize(201);
    assertThat(value("darkroom_job_stream_labels")).isEqualTo(201);
    assertThat(value("darkroom_job_stream_label_limit")).isEqualTo(200);
  }

  private void processed(String streamId, String pipelineId, long decodeMicros) {
    Processing processing =
        new Processing(
            pipelineId,
            "uid",
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
    assertThat(counters).containsKey(name);
    return counters.get(name).getCount();
  }

  private double value(String name) {
    assertThat(gauges).containsKey(name);
    return ((Number) gauges.get(name).getValue()).doubleValue();
  }

  @Test
  void registersOnlyDocumentedMetricsAndLabels() {
    processed("cam", "edges", 1_000);
    Stream.concat(counters.keySet().stream(), gauges.keySet().stream())
        .forEach(OperatorMetricsTest::assertDocumented);
  }

  private static void assertDocumented(String series) {
    String name = series.substring(series.lastIndexOf("darkroom_job_"));
    String base = name.replaceFirst("_(bucket|sum|count)$", "");
    Metric metric =
        JobMetrics.ALL.stream()
            .filter(m -> m.name().equals(name) || m.name().equals(base))
            .findFirst()
            .orElseThrow(() -> new AssertionError(name + " is not in JobMetrics"));
    List<String> labels =
        Pattern.compile("([a-z]+)=").matcher(series).results().map(m -> m.group(1)).toList();
    assertThat(labels).filteredOn(label -> !label.equals("le")).isEqualTo(metric.labels());
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
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      gauges.put(path + name, gauge);
      return gauge;
    }

    @Override
    public Counter counter(String name) {
      return counters.computeIfAbsent(path + name, ignored -> new SimpleCounter());
    }
  }
}
