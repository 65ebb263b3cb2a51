package io.darkroom.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Runs a single-node Kafka broker (KRaft) in this process. Its log is in a folder, so its data
 * survives a restart.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private static final String HOST = "localhost";
  private static final int NODE = 1;

  private final Properties properties;
  private final int port;
  private KafkaRaftServer server;

  private EmbeddedBroker(Properties properties, int port) {
    this.properties = properties;
    this.port = port;
  }

  /**
   * Starts a broker; returns when it accepts connections.
   *
   * @param port the port on localhost; 0 picks a free port
   */
  public static EmbeddedBroker start(Path folder, int port) throws Exception {
    int listenPort = port == 0 ? freePort() : port;
    EmbeddedBroker broker =
        new EmbeddedBroker(properties(folder, listenPort, freePort()), listenPort);
    format(folder, broker.properties);
    broker.start();
    return broker;
  }

  /** Starts the broker, also after {@link #stop}, with the same port and log. */
  void start() {
    server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
    server.startup();
  }

  void stop() {
    server.shutdown();
    server.awaitShutdown();
  }

  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  @Override
  public void close() {
    stop();
  }

  private static Properties properties(Path folder, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", Integer.toString(NODE));
    properties.setProperty(
        "listeners",
        "PLAINTEXT://%s:%d,CONTROLLER://%s:%d".formatted(HOST, port, HOST, controllerPort));
    properties.setProperty("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, port));
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.setProperty(
        "controller.quorum.voters", "%d@%s:%d".formatted(NODE, HOST, controllerPort));
    properties.setProperty("log.dirs", folder.toString());
    properties.setProperty("auto.create.topics.enable", "false");
    properties.setProperty("controlled.shutdown.enable", "false");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    properties.setProperty("log.retention.check.interval.ms", "10000");
    properties.setProperty("num.io.threads", "4");
    properties.setProperty("num.network.threads", "2");
    properties.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      properties.setProperty(topic + ".replication.factor", "1");
      properties.setProperty(topic + ".num.partitions", "1");
    }
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    return properties;
  }

  /** Formats the folder as Kafka storage, unless it is formatted already. */
  private static void format(Path folder, Properties properties) throws Exception {
    if (Files.exists(folder.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
      return;
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(messages, true, StandardCharsets.UTF_8)) {
      new Formatter()
          .setPrintStream(print)
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .setControllerListenerName(properties.getProperty("controller.listener.names"))
          .setReleaseVersion(MetadataVersion.latestProduction())
          .run();
    } catch (Exception e) {
      throw new IOException(
          "data folder %s: %s".formatted(folder, messages.toString(StandardCharsets.UTF_8)), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
