package io.darkroom.job;

import io.darkroom.operator.FilterOperator;
import io.darkroom.operator.FrameRecord;
import io.darkroom.operator.LogRecord;
import io.darkroom.operator.RecordType;
import io.darkroom.operator.RequestOperator;
import java.time.Duration;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Defines the job's graph. It has two lanes that share only the topic {@code rejects}: one turns
 * frames into results, rejects, the catalogue and the status of streams, the other turns requests
 * into answers. Flink restarts each lane independently.
 *
 * <p>Source, filters and sinks of a lane are one Flink task: no record crosses a network edge, and
 * a stream or session stays on the subtask that reads its partition, which keeps its order.
 */
public final class Topology {

  private Topology() {}

  /** The Flink settings that the job requires; they override the cluster's defaults. */
  public static Configuration settings(JobConfig config) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
    settings.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        Duration.ofMillis(200));
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(5));
    return settings;
  }

  /** Adds the job to the environment; the caller executes it. */
  public static void define(StreamExecutionEnvironment environment, JobConfig config) {
    environment.setParallelism(config.parallelism());
    config.pluginJars().forEach((name, uri) -> environment.registerCachedFile(uri, name));
    defineFrames(environment, config);
    defineRequests(environment, config);
  }

  private static void defineFrames(StreamExecutionEnvironment environment, JobConfig config) {
    String job = UUID.randomUUID().toString();
    FilterOperator operator =
        new FilterOperator(
            config.operator().withTopics(config.topics()),
            config.groupId(),
            new KafkaPipelines(config),
            new KafkaTopicPartitions(config, config.topics().frames().name()),
            new KafkaResultPositions(job),
            new KafkaDemand(config),
            new KafkaSettings(config));
    SingleOutputStreamOperator<LogRecord> processed =
        frames(environment, config)
            .forward()
            .transform("filters", RecordType.LOG, operator)
            .uid("filters");
    write(processed, "processed", KafkaSinks.results(config, job));
    write(
        processed.getSideOutput(FilterOperator.REJECTS),
        "rejects",
        KafkaSinks.sink(config, config.topics().rejects(), config.delivery()));
    write(
        processed.getSideOutput(FilterOperator.CATALOG),
        "catalog",
        KafkaSinks.sink(config, config.topics().catalog(), DeliveryGuarantee.AT_LEAST_ONCE));
    write(
        processed.getSideOutput(FilterOperator.STATUS),
        "stream-status",
        KafkaSinks.sink(config, config.topics().streamStatus(), DeliveryGuarantee.AT_LEAST_ONCE));
  }

  private static DataStream<FrameRecord> frames(
      StreamExecutionEnvironment environment, JobConfig config) {
    return environment
        .fromSource(
            KafkaSources.frames(config),
            WatermarkStrategy.noWatermarks(),
            "frames",
            RecordType.FRAME)
        .uid("frames-source");
  }

  /** Always at least once: callers wait for answers, so these must be visible immediately. */
  private static void defineRequests(StreamExecutionEnvironment environment, JobConfig config) {
    RequestOperator operator =
        new RequestOperator(
            config.operator().withTopics(config.topics()),
            new KafkaSettings(config),
            new KafkaCancellations(config),
            new KafkaTopicPartitions(config, config.topics().answers().name()));
    SingleOutputStreamOperator<LogRecord> answers =
        environment
            .fromSource(
                KafkaSources.requests(config),
                WatermarkStrategy.noWatermarks(),
                "requests",
                RecordType.FRAME)
            .setParallelism(config.requestParallelism())
            .uid("requests-source")
            .forward()
            .transform("answer requests", RecordType.LOG, operator)
            .setParallelism(config.requestParallelism())
            .uid("requests");
    write(
        answers,
        "answers",
        KafkaSinks.sink(config, config.topics().answers(), DeliveryGuarantee.AT_LEAST_ONCE));
    write(
        answers.getSideOutput(RequestOperator.REJECTS),
        "request-rejects",
        KafkaSinks.sink(config, config.topics().rejects(), DeliveryGuarantee.AT_LEAST_ONCE));
  }

  private static void write(DataStream<LogRecord> records, String name, KafkaSink<LogRecord> sink) {
    records.sinkTo(sink).setParallelism(records.getParallelism()).name(name).uid(name + "-sink");
  }
}
