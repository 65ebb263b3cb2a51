package io.darkroom.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.job.JobConfig.StartFrom;
import io.darkroom.operator.GpuOptions;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.operator.TaskBudget;
import io.darkroom.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class JobOptionsTest {

  @TempDir private Path folder;

  private static final OperatorOptions WITH_ASSIGNED_GPUS =
      OperatorOptions.DEFAULT.withGpu(
          new GpuOptions(GpuOptions.ASSIGNED, FaultPolicy.CPU, 512L << 20));

  @Test
  void hasTheDefaultsOfALocalJob() {
    assertThat(parse())
        .isEqualTo(
            JobConfig.local(
                "localhost:9092", new Topics("darkroom"), Map.of(), 1, WITH_ASSIGNED_GPUS));
  }

  @Test
  void readsEveryOptionOfTheJob() {
    JobConfig config =
        parse(
            "--bootstrap-servers=kafka:1",
            "--kafka-property=security.protocol=SSL",
            "--topic-prefix=studio",
            "--group-id=night",
            "--start-from=latest",
            "--delivery=exactly-once",
            "--parallelism=4",
            "--checkpoint-interval=500");
    assertThat(config.clientProperties())
        .containsEntry("bootstrap.servers", "kafka:1")
        .containsEntry("security.protocol", "SSL");
    assertThat(config.topics().frames().name()).isEqualTo("studio.frames");
    assertThat(config.groupId()).isEqualTo("night");
    assertThat(config.startFrom()).isEqualTo(StartFrom.LATEST);
    assertThat(config.delivery()).isEqualTo(DeliveryGuarantee.EXACTLY_ONCE);
    assertThat(config.parallelism()).isEqualTo(4);
    assertThat(config.checkpointInterval()).hasMillis(500);
  }

  @Test
  void readsEveryOptionOfTheOperator() {
    OperatorOptions operator =
        parse(
                "--engine=cpu",
                "--gpus=0,2",
                "--on-gpu-fault=exit",
                "--bundle-frames=8",
                "--bundle-wait=5",
                "--codec-threads=3",
                "--max-image-side=4096",
                "--max-image-pixels=9000000",
                "--task-memory=512m",
                "--pinned-memory=64m",
                "--max-frame-cost=PT2.5S",
                "--max-pipelines=500",
                "--max-image-bytes=1000000")
            .operator();
    assertThat(operator.engine()).isEqualTo(Accelerator.CPU);
    assertThat(operator.gpu()).isEqualTo(new GpuOptions("0,2", FaultPolicy.EXIT, 64L << 20));
    assertThat(operator.bundleFrames()).isEqualTo(8);
    assertThat(operator.bundleMillis()).isEqualTo(5);
    assertThat(operator.codecThreads()).isEqualTo(3);
    assertThat(operator.limits().maxSide()).isEqualTo(4096);
    assertThat(operator.limits().maxBytes()).isEqualTo(1_000_000);
    assertThat(operator.limits().maxPixels()).isEqualTo(9_000_000);
    assertThat(operator.budget())
        .isEqualTo(new TaskBudget(512L << 20, Duration.ofMillis(2500), 500));
  }

  @Test
  void findsTheJarsOfThePluginFolder() throws IOException {
    Path jar = Files.createFile(folder.resolve("more.jar"));
    Files.createFile(folder.resolve("readme.txt"));
    JobConfig config = parse("--plugins=" + folder);
    assertThat(config.pluginJars()).containsExactly(Map.entry("more.jar", jar.toUri().toString()));
    assertThat(config.operator().plugins()).containsExactly("more.jar");
  }

  @Test
  void reportsEveryInvalidValueAtOnce() {
    assertThatThrownBy(
            () ->
                parse(
                    "--delivery=never",
                    "--parallelism=0",
                    "--topic-prefix=a b",
                    "--gpus=best",
                    "--max-image-pixels=0",
                    "--task-memory=1m",
                    "--pinned-memory=1m",
                    "--max-frame-cost=PT0S",
                    "--max-pipelines=0",
                    "--plugins=/nowhere"))
        .hasMessageContaining("--gpus: best (expected: assigned, all, UUIDs as nvidia-smi -L")
        .hasMessageContaining("--plugins: /nowhere (expected: a folder)")
        .hasMessageContaining("--max-image-pixels: 0 (expected: 1 to 268435456)")
        .hasMessageContaining("--task-memory: 1048576 (expected: 16777216 to ")
        .hasMessageContaining("--pinned-memory: 1048576 (expected: 16777216 to ")
        .hasMessageContaining("--max-frame-cost: PT0S (expected: PT0.001S to PT1H)")
        .hasMessageContaining("--max-pipelines: 0 (expected: 1 to 1000000)")
        .hasMessageContaining("--delivery: never (expected: at-least-once or exactly-once)")
        .hasMessageContaining("--parallelism: 0 (expected: 1 to 1024)")
        .hasMessageContaining("--topic-prefix: \"a b\"");
  }

  @Test
  void refusesASizeThatCannotBeParsed() {
    assertThatThrownBy(() -> parse("--task-memory=plenty"))
        .hasMessageContaining("--task-memory")
        .hasMessageContaining("plenty (expected: a size such as 512m or 2g)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "33", "many"})
  void refusesAnInvalidNumberOfCodecThreads(String threads) {
    assertThatThrownBy(() -> parse("--codec-threads=" + threads))
        .hasMessageContaining("--codec-threads")
        .hasMessageContaining(threads + " (expected: auto, or 0 to 32)");
  }

  @Test
  void givesEveryOperatorAUniqueUidAndNeedsNoKryo() {
    JobConfig config = parse("--parallelism=2");
    Configuration settings = Topology.settings(config);
    assertThat(settings.get(PipelineOptions.GENERIC_TYPES)).isFalse();
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings);
    Topology.define(environment, config);
    StreamGraph graph = environment.getStreamGraph();
    assertThat(graph.getStreamNodes())
        .filteredOn(node -> node.getTransformationUID() != null)
        .extracting(StreamNode::getTransformationUID)
        .contains("frames-source", "filters", "stream-status-sink")
        .doesNotHaveDuplicates();
    assertThat(graph.getStreamNodes())
        .filteredOn(node -> node.getTransformationUID() == null)
        .isEmpty();
  }

  private static JobConfig parse(String... arguments) {
    JobOptions options = new JobOptions();
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return options.toConfig();
  }
}
