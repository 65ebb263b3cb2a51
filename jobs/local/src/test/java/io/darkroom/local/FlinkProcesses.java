package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a JobManager and TaskManagers as separate processes. Their lib/ contains Flink and the
 * native libraries that docs/cluster.md lists, and nothing of the job.
 */
final class FlinkProcesses implements AutoCloseable {

  private static final Path JOB = Path.of("..", "filter-job", "target").toAbsolutePath();
  private static final Path LOGGING =
      Path.of("src", "test", "resources", "logback-test.xml").toAbsolutePath();

  /** The libraries of the local stack that a Flink distribution also contains. */
  private static final List<String> FLINK =
      List.of(
          "flink-",
          "commons-",
          "slf4j-",
          "logback-",
          "pekko-",
          "javassist",
          "scala-",
          "kryo",
          "minlog",
          "objenesis",
          "reflectasm",
          "chill",
          "async-profiler",
          "jackson-",
          "snakeyaml",
          "config-",
          "aircompressor");

  private final Path folder;
  private final Map<String, String> environment;
  private final int restPort;
  private final List<Process> processes = new ArrayList<>();

  FlinkProcesses(Path folder, int slots) throws IOException {
    this(folder, slots, "", Map.of());
  }

  /**
   * Starts a JobManager.
   *
   * @param settings additional lines of config.yaml
   * @param environment the environment variables of every process
   */
  FlinkProcesses(Path folder, int slots, String settings, Map<String, String> environment)
      throws IOException {
    this.folder = folder;
    this.environment = environment;
    this.restPort = freePort();
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/config.yaml"), configuration(slots) + settings);
    start(
        "jobmanager",
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        Map.of());
  }

  Process startTaskManager(String name) throws IOException {
    return startTaskManager(name, Map.of());
  }

  Process startTaskManager(String name, Map<String, String> environment) throws IOException {
    return start(name, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", environment);
  }

  /** The folder of Flink's plugins, with a subfolder for each plugin. */
  static Path plugins(Path folder) {
    return folder.resolve("plugins");
  }

  /** Runs Flink's command line; returns its output. */
  String flink(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(java("org.apache.flink.client.cli.CliFrontend"));
    command.addAll(List.of(arguments));
    command.add(1, "--add-opens=java.base/java.util=ALL-UNNAMED");
    Path output = folder.resolve("flink.out");
    Process process = process(command, output, Map.of());
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(output);
    assertThat(process.exitValue()).describedAs(printed).isZero();
    return printed;
  }

  /** Submits the job's jar; returns the job's id. */
  String run(String... options) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", "-d", "-m", "localhost:" + restPort));
    arguments.add(JOB.resolve("darkroom-filter-job-flink.jar").toString());
    arguments.addAll(List.of(options));
    String printed = flink(arguments.toArray(String[]::new));
    return printed.replaceFirst("(?s).*JobID ([0-9a-f]{32}).*", "$1");
  }

  void cancel(String jobId) throws Exception {
    flink("cancel", "-m", "localhost:" + restPort, jobId);
  }

  private Process start(String name, String mainClass, Map<String, String> own) throws IOException {
    List<String> command = new ArrayList<>(java(mainClass));
    command.addAll(List.of("--configDir", folder.resolve("conf").toString()));
    if (name.startsWith("taskmanager")) {
      command.add("-Dtaskmanager.resource-id=" + name);
    }
    Process process = process(command, folder.resolve(name + ".out"), own);
    processes.add(process);
    return process;
  }

  private Process process(List<String> command, Path output, Map<String, String> own)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("FLINK_CONF_DIR", folder.resolve("conf").toString());
    builder.environment().put("FLINK_LIB_DIR", folder.toString());
    builder.environment().put("FLINK_PLUGINS_DIR", plugins(folder).toString());
    builder.environment().putAll(environment);
    builder.environment().putAll(own);
    return builder.start();
  }

  private List<String> java(String mainClass) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // Without a configuration Logback writes all debug messages, which slows the start by seconds.
    String logging = "-Dlogback.configurationFile=" + LOGGING;
    return List.of(java, "-Xmx768m", logging, "-cp", libraries(), mainClass);
  }

  private static String libraries() throws IOException {
    try (Stream<Path> local = Files.list(Path.of("target", "lib"));
        Stream<Path> natives = Files.list(JOB.resolve("flink-lib"))) {
      Stream<Path> flink =
          local
              .filter(jar -> FLINK.stream().anyMatch(jar.getFileName().toString()::startsWith))
              .filter(jar -> !jar.getFileName().toString().startsWith("flink-connector-kafka"));
      return Stream.concat(flink, natives)
          .map(jar -> jar.toAbsolutePath().toString())
          .collect(Collectors.joining(":"));
    }
  }

  private String configuration(int slots) throws IOException {
    return """
        jobmanager:
          rpc: {address: localhost, port: %d}
          memory: {process: {size: 1000m}}
        rest: {address: localhost, bind-address: localhost, port: %d}
        taskmanager:
          host: localhost
          bind-host: localhost
          numberOfTaskSlots: %d
          cpu: {cores: 1.0}
          memory:
            task: {heap: {size: 384m}, off-heap: {size: 256m}}
            framework: {heap: {size: 128m}, off-heap: {size: 128m}}
            network: {min: 64m, max: 64m}
            managed: {size: 16m}
            jvm-metaspace: {size: 192m}
            jvm-overhead: {min: 192m, max: 192m}
        heartbeat: {interval: 1000, timeout: 5000, rpc-failure-threshold: 2}
        io: {tmp: {dirs: %s}}
        """
        .formatted(freePort(), restPort, slots, folder);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }
}
