package io.darkroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.Topics;
import java.util.Map;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class TopologyTest {

  private static JobGraph graph() {
    JobConfig config =
        JobConfig.local(
            "localhost:9092",
            new Topics(Topics.DEFAULT_PREFIX),
            Map.of(),
            4,
            OperatorOptions.DEFAULT);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(Topology.settings(config));
    Topology.define(environment, config);
    return environment.getStreamGraph().getJobGraph();
  }

  @Test
  void eachLaneIsOneTask() {
    assertThat(graph().getVertices())
        .hasSize(2)
        .allSatisfy(vertex -> assertThat(vertex.getInputs()).isEmpty())
        .extracting(JobVertex::getName)
        .satisfiesExactlyInAnyOrder(
            name -> assertThat(name).startsWith("Source: frames -> filters -> "),
            name -> assertThat(name).startsWith("Source: requests -> answer requests -> "));
  }

  @Test
  void eachLaneHasItsOwnParallelism() {
    assertThat(graph().getVertices())
        .extracting(JobVertex::getParallelism)
        .containsExactlyInAnyOrder(4, 2);
  }
}
