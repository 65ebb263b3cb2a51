package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import io.darkroom.topic.Topic;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates missing topics and checks the settings of existing ones. It never changes the number of
 * partitions or replicas of a topic that exists.
 *
 * @param size of topics that it creates
 */
public record TopicSetup(KafkaAddress kafka, Topics topics, TopicSize size) {

  private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);

  private static final int TIMEOUT_MILLIS = 20_000;
  private static final String MAX_BYTES = "max.message.bytes";
  private static final String COMPRESSION = "compression.type";
  private static final String UNCOMPRESSED = "uncompressed";

  /**
   * Returns when every topic exists and its settings are right.
   *
   * @throws DarkroomException {@code UNAVAILABLE} if Kafka does not answer, {@code
   *     INVALID_ARGUMENT} with every wrong setting
   */
  public void ensure() {
    try (Admin admin = kafka.admin(TIMEOUT_MILLIS)) {
      create(admin);
      storeUncompressed(admin);
      Map<String, TopicDescription> described = describe(admin);
      new SmallTopics(size, kafka.bootstrapServers())
          .warnings(topics, described)
          .forEach(log::warn);
      List<Problem> problems = check(described, configs(admin));
      if (!problems.isEmpty()) {
        String message =
            problems.stream().map(Problem::description).collect(Collectors.joining("\n"));
        throw new DarkroomException(ErrorCode.INVALID_ARGUMENT, message, problems);
      }
    } catch (ExecutionException e) {
      throw TopicErrors.coded(e.getCause(), kafka.bootstrapServers(), size);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE, "kafka: interrupted while creating topics.", e);
    }
  }

  private void create(Admin admin) throws ExecutionException, InterruptedException {
    int brokers = admin.describeCluster().nodes().get().size();
    short replicas = size.replicasFor(brokers);
    List<NewTopic> wanted =
        topics.withPartitions(size.partitionsFor(brokers)).all().stream()
            .map(
                topic ->
                    new NewTopic(topic.name(), topic.partitions(), replicas)
                        .configs(settings(topic, replicas)))
            .toList();
    for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
      try {
        created.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
  }

  /** With three replicas, two must have a record, so that it survives the loss of a broker. */
  private static Map<String, String> settings(Topic topic, short replicas) {
    Map<String, String> settings = new HashMap<>(topic.settings());
    if (replicas >= TopicSize.CLUSTER) {
      settings.put("min.insync.replicas", "2");
    }
    return settings;
  }

  /** Retries, since a broker may not know a topic yet that the controller has just created. */
  private Map<String, TopicDescription> describe(Admin admin)
      throws ExecutionException, InterruptedException {
    List<String> names = topics.all().stream().map(Topic::name).toList();
    for (int attempt = 1; ; attempt++) {
      try {
        return admin.describeTopics(names).allTopicNames().get();
      } catch (ExecutionException e) {
        if (attempt == 50) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private Map<String, Config> configs(Admin admin) throws ExecutionException, InterruptedException {
    List<ConfigResource> resources =
        topics.all().stream()
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
            .toList();
    return admin.describeConfigs(resources).all().get().entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }

  /**
   * Sets the compression of topics that were created without it. Brokers check the size of stored
   * batches, so a compressed batch could exceed the limit when it is read.
   */
  private void storeUncompressed(Admin admin) throws ExecutionException, InterruptedException {
    describe(admin);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    configs(admin)
        .forEach(
            (name, config) -> {
              if (!config.get(COMPRESSION).value().equals(UNCOMPRESSED)) {
                changes.put(
                    new ConfigResource(ConfigResource.Type.TOPIC, name),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry(COMPRESSION, UNCOMPRESSED), AlterConfigOp.OpType.SET)));
              }
            });
    if (!changes.isEmpty()) {
      admin.incrementalAlterConfigs(changes).all().get();
    }
  }

  private List<Problem> check(
      Map<String, TopicDescription> descriptions, Map<String, Config> configs) {
    List<Problem> problems = new ArrayList<>();
    for (Topic topic : topics.all()) {
      Function<String, String> actual = key -> configs.get(topic.name()).get(key).value();
      equal(topic, "cleanup.policy", actual).ifPresent(problems::add);
      equal(topic, "message.timestamp.type", actual).ifPresent(problems::add);
      largeEnough(topic, actual).ifPresent(problems::add);
      int partitions = descriptions.get(topic.name()).partitions().size();
      if (topic.partitions() == 1 && partitions != 1) {
        problems.add(
            problem(topic, "partitions", Integer.toString(partitions), "1", "Delete the topic."));
      }
    }
    return problems;
  }

  private static Optional<Problem> equal(Topic topic, String key, Function<String, String> actual) {
    String expected = topic.settings().get(key);
    if (actual.apply(key).equals(expected)) {
      return Optional.empty();
    }
    return Optional.of(
        problem(topic, key, actual.apply(key), expected, alter(topic, key, expected)));
  }

  private static Optional<Problem> largeEnough(Topic topic, Function<String, String> actual) {
    String expected = topic.settings().get(MAX_BYTES);
    if (expected == null
        || Integer.parseInt(actual.apply(MAX_BYTES)) >= Integer.parseInt(expected)) {
      return Optional.empty();
    }
    return Optional.of(
        problem(
            topic,
            MAX_BYTES,
            actual.apply(MAX_BYTES),
            "at least " + expected,
            alter(topic, MAX_BYTES, expected)));
  }

  private static String alter(Topic topic, String key, String value) {
    return "Run: kafka-configs.sh --alter --topic %s --add-config %s=%s"
        .formatted(topic.name(), key, value);
  }

  private static Problem problem(
      Topic topic, String setting, String value, String expected, String fix) {
    return Problem.of(
        topic.name(),
        "topic %s, %s: %s (expected: %s). %s"
            .formatted(topic.name(), setting, value, expected, fix));
  }
}
