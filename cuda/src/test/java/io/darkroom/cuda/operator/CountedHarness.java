package io.darkroom.cuda.operator;

import io.darkroom.operator.FilterOperator;
import io.darkroom.operator.FrameRecord;
import io.darkroom.operator.LogRecord;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.executiongraph.ExecutionGraphTestUtils;
import org.apache.flink.runtime.metrics.groups.TaskManagerMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.TestingMetricRegistry;
import org.apache.flink.runtime.operators.testutils.MockEnvironment;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/** Flink's test harness with readable metrics. */
final class CountedHarness extends AbstractStreamOperatorTestHarness<LogRecord> {

  /** That of each run, so that its subtasks are those of one job. */
  private static final JobID JOB = new JobID();

  private final Map<String, Metric> metrics;

  CountedHarness(FilterOperator operator, int subtask) throws Exception {
    this(operator, subtask, new ConcurrentHashMap<>());
  }

  private CountedHarness(FilterOperator operator, int subtask, Map<String, Metric> metrics)
      throws Exception {
    super(operator, environment(subtask, metrics));
    this.metrics = metrics;
  }

  private static MockEnvironment environment(int subtask, Map<String, Metric> metrics) {
    TestingMetricRegistry registry =
        TestingMetricRegistry.builder()
            .setRegisterConsumer(
                (metric, name, group) -> metrics.put(group.getMetricIdentifier(name), metric))
            .build();
    TaskMetricGroup task =
        TaskManagerMetricGroup.createTaskManagerMetricGroup(
                registry, "localhost", ResourceID.generate())
            .addJob(JOB, "job")
            .addTask(ExecutionGraphTestUtils.createExecutionAttemptId(), "filters");
    return new MockEnvironmentBuilder()
        .setTaskName("filters")
        .setJobID(JOB)
        .setMaxParallelism(subtask + 1)
        .setParallelism(subtask + 1)
        .setSubtaskIndex(subtask)
        .setMetricGroup(task)
        .build();
  }

  void frame(FrameRecord frame) throws Exception {
    ((FilterOperator) operator).processElement(new StreamRecord<>(frame));
  }

  /** Returns the counter whose name has this suffix; 0 if it does not exist yet. */
  long count(String end) {
    return metrics.entrySet().stream()
        .filter(metric -> metric.getKey().endsWith(end))
        .mapToLong(metric -> ((Counter) metric.getValue()).getCount())
        .sum();
  }
}
