package io.darkroom.local;

import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Engines;
import io.darkroom.filters.FilterCatalogue;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.GatewayConfig;
import io.darkroom.job.JobConfig;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything on one machine and in one process: broker, gateway, Flink, the job, and the demo.
 * Closing it ends all of them, the last started first.
 */
public final class LocalStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

  private static final String HOST = "localhost";

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private EmbeddedBroker broker;
  private String bootstrapServers;
  private Gateway gateway;
  private EmbeddedFlink flink;
  private String jobId;

  private LocalStack() {}

  /**
   * Starts the stack; returns when the gateway is ready and the job is submitted.
   *
   * @param progress told of each step
   */
  public static LocalStack start(LocalOptions options, Consumer<String> progress) throws Exception {
    LocalStack stack = new LocalStack();
    try {
      stack.startAll(options, progress);
      return stack;
    } catch (Exception | Error e) {
      stack.close();
      throw e;
    }
  }

  private void startAll(LocalOptions options, Consumer<String> progress) throws Exception {
    requireEngine(options.engine());
    if (options.externalKafka().isEmpty()) {
      progress.accept("Kafka");
      Path kafka = Files.createDirectories(options.data().resolve("kafka"));
      broker = keep(EmbeddedBroker.start(kafka, options.kafkaPort()));
    }
    bootstrapServers = options.externalKafka().orElseGet(() -> broker.bootstrapServers());
    progress.accept("gateway");
    Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    gateway = keep(Gateway.start(GatewayConfig.of(bootstrapServers, HOST, options.port())));
    progress.accept("Flink");
    Path tmp = Files.createDirectories(options.data().resolve("tmp"));
    flink =
        keep(
            EmbeddedFlink.start(
                tmp, options.flinkPort(), options.metricsPorts(), options.parallelism()));
    progress.accept("job");
    OperatorOptions operator =
        new OperatorOptions(
            options.engine(),
            OperatorOptions.DEFAULT.limits(),
            OperatorOptions.DEFAULT.bundleFrames(),
            OperatorOptions.DEFAULT.bundleMillis());
    JobConfig job = JobConfig.local(bootstrapServers, topics, options.parallelism(), operator);
    jobId = flink.submit(job).toHexString();
    if (options.demo()) {
      progress.accept("demo");
      keep(Demo.start(url()));
    }
  }

  /** An engine that is not to be had is better said now than by a job that fails. */
  private static void requireEngine(Accelerator engine) {
    if (engine == Accelerator.CUDA) {
      ClassLoader loader = LocalStack.class.getClassLoader();
      Engines.load(loader).open(engine, FilterCatalogue.load(loader)).engine().close();
    }
  }

  public String url() {
    return "http://" + HOST + ":" + gateway.port();
  }

  /** The job's id, by which its catalogue is told from that of an earlier one. */
  public String jobId() {
    return jobId;
  }

  public String flinkUrl() {
    return "http://" + HOST + ":" + flink.port();
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  EmbeddedBroker broker() {
    return broker;
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("{}: did not close cleanly", part.getClass().getSimpleName(), e);
      }
    }
  }
}
