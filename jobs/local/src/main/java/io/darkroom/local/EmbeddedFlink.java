package io.darkroom.local;

import io.darkroom.job.FilterJob;
import io.darkroom.job.JobConfig;
import io.darkroom.job.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Runs a Flink cluster in this process, with its web page and Prometheus reporter. */
public final class EmbeddedFlink implements AutoCloseable {

  private static final Duration SHUTDOWN = Duration.ofSeconds(3);

  private final MiniCluster cluster;
  private final int port;

  private EmbeddedFlink(MiniCluster cluster, int port) {
    this.cluster = cluster;
    this.port = port;
  }

  /**
   * Starts a cluster; returns when it accepts jobs.
   *
   * @param port the port of the web page on localhost; 0 picks a free port
   * @param metricsPorts the port, or port range, of the Prometheus reporter, which other machines
   *     can reach; empty for no reporter
   */
  public static EmbeddedFlink start(Path folder, int port, String metricsPorts, int slots)
      throws Exception {
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings(folder, port, metricsPorts))
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    cluster.start();
    return new EmbeddedFlink(cluster, cluster.getRestAddress().get().getPort());
  }

  public int port() {
    return port;
  }

  /** Submits the filter job; returns when the cluster has accepted it. */
  public JobID submit(JobConfig config) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(Topology.settings(config));
    Topology.define(environment, config);
    StreamGraph graph = environment.getStreamGraph();
    graph.setJobName(FilterJob.NAME);
    return cluster.submitJob(graph.getJobGraph()).get().getJobID();
  }

  /** Cancels a job and waits until it has ended. */
  public void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get();
    cluster.requestJobResult(job).get();
  }

  @Override
  public void close() throws Exception {
    cluster.closeAsync().get(SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Configuration settings(Path folder, int port, String metricsPorts) {
    Configuration settings = new Configuration();
    settings.set(JobManagerOptions.ADDRESS, "localhost");
    settings.set(RestOptions.ADDRESS, "localhost");
    settings.set(RestOptions.BIND_ADDRESS, "localhost");
    settings.set(RestOptions.BIND_PORT, Integer.toString(port));
    settings.set(CoreOptions.TMP_DIRS, folder.toString());
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    settings.set(JobManagerOptions.BIND_HOST, "localhost");
    if (!metricsPorts.isEmpty()) {
      report(settings, metricsPorts);
    }
    return settings;
  }

  private static void report(Configuration settings, String metricsPorts) {
    settings.setString("metrics.reporters", "prom");
    settings.setString(
        "metrics.reporter.prom.factory.class", PrometheusReporterFactory.class.getName());
    settings.setString("metrics.reporter.prom.port", metricsPorts);
    settings.setString("metrics.reporter.prom.filterLabelValueCharacters", "false");
    settings.setString(
        "metrics.reporter.prom.scope.variables.excludes",
        "task_attempt_id;task_attempt_num;task_id;operator_id");
  }
}
