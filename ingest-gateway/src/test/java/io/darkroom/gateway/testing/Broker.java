package io.darkroom.gateway.testing;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A real Kafka broker in this process. The shared one runs until the tests end. */
public final class Broker implements AutoCloseable {

  private static Broker shared;

  private final KafkaClusterTestKit kit;

  private Broker(Map<String, String> settings) throws Exception {
    this(
        settings,
        new TestKitNodes.Builder().setCombined(true).setNumBrokerNodes(1).setNumControllerNodes(1));
  }

  private Broker(Map<String, String> settings, TestKitNodes.Builder nodes) throws Exception {
    KafkaClusterTestKit.Builder builder =
        new KafkaClusterTestKit.Builder(nodes.build())
            .setConfigProp("message.max.bytes", "16777216")
            .setConfigProp("offsets.topic.replication.factor", "1")
            .setConfigProp("offsets.topic.num.partitions", "1")
            .setConfigProp("transaction.state.log.replication.factor", "1")
            .setConfigProp("transaction.state.log.min.isr", "1")
            .setConfigProp("transaction.state.log.num.partitions", "1")
            .setConfigProp("auto.create.topics.enable", "false")
            .setConfigProp("group.initial.rebalance.delay.ms", "0");
    settings.forEach(builder::setConfigProp);
    kit = builder.build();
    kit.format();
    kit.startup();
    kit.waitForReadyBrokers();
  }

  private static Broker start(Map<String, String> settings) {
    try {
      return new Broker(settings);
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not start", e);
    }
  }

  /** A broker with other settings, such as those for TLS. */
  public static Broker with(Map<String, String> settings) {
    return start(settings);
  }

  /** A broker that advertises another port than the one it listens on. */
  public static Broker reachedThrough(int port) {
    return start(Map.of("advertised.listeners", "EXTERNAL://localhost:" + port));
  }

  /** Two brokers. Clients reach the second, whose id is 1, only through the wire. */
  public static Broker pair(Wire wire) throws Exception {
    Map<String, String> second =
        Map.of("advertised.listeners", "EXTERNAL://localhost:" + wire.port());
    Broker pair =
        new Broker(
            Map.of(),
            new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(2)
                .setNumControllerNodes(1)
                .setPerServerProperties(Map.of(1, second)));
    wire.leadTo(pair.kit.brokers().get(1).boundPort(new ListenerName("EXTERNAL")));
    return pair;
  }

  /** Three brokers. */
  public static Broker cluster() throws Exception {
    return new Broker(
        Map.of(),
        new TestKitNodes.Builder().setCombined(true).setNumBrokerNodes(3).setNumControllerNodes(1));
  }

  public static synchronized Broker shared() {
    if (shared == null) {
      shared = start(Map.of());
    }
    return shared;
  }

  public static synchronized void closeShared() {
    if (shared != null) {
      try {
        shared.close();
      } catch (Exception e) {
        throw new IllegalStateException("the shared broker did not close", e);
      }
      shared = null;
    }
  }

  public String address() {
    return kit.bootstrapServers();
  }

  public Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address()));
  }

  @Override
  public void close() throws Exception {
    kit.close();
  }
}
