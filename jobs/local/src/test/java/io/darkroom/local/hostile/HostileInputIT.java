package io.darkroom.local.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.client.StreamPublisher;
import io.darkroom.local.FlinkMetrics;
import io.darkroom.local.TestPictures;
import io.darkroom.local.TestStack;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sends corrupted frames, requests, keys, headers, chains and control records to a running stack.
 * {@code -Ddarkroom.mutations=1000000} sends more than the default of 20,000; {@code
 * -Ddarkroom.seed} chooses others.
 */
class HostileInputIT {

  private static final int MUTATIONS = Integer.getInteger("darkroom.mutations", 20_000);
  private static final long SEED = Long.getLong("darkroom.seed", 20_261);
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final String GOOD = "good";

  private static TestStack stack;

  private final FlinkMetrics flink = new FlinkMetrics(stack.local());
  private final AtomicBoolean ended = new AtomicBoolean();

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void accountsForEveryRecordAndLosesNoValidFrame() throws Exception {
    stack.gateway().put("v1/pipelines/good", json("{\"streamId\":\"good\",\"chain\":\"invert\"}"));
    stack.gateway().put("v1/pipelines/bad", json("{\"streamId\":\"hostile\",\"chain\":\"sobel\"}"));
    CompletableFuture<Long> good = CompletableFuture.supplyAsync(this::publishGoodFrames);
    String servers = stack.local().bootstrapServers();
    Mutator mutator = new Mutator(SEED);
    try (Ledger ledger = new Ledger(servers, TOPICS);
        HostileProducers producers = new HostileProducers(servers, TOPICS, mutator);
        HostileCallers callers = new HostileCallers(stack.local().url(), mutator)) {
      for (int i = 0; i < MUTATIONS; i++) {
        if (i % 10 == 9) {
          callers.send(i / 10);
        } else {
          producers.send(i);
        }
        if (i % 1_000 == 999) {
          producers.flush();
          ledger.read(Duration.ofMillis(50));
        }
      }
      producers.flush();
      ended.set(true);
      long published = good.join();
      await().atMost(TIMEOUT).until(callers::everyMessageIsAnswered);
      await().atMost(TIMEOUT).untilAsserted(() -> requireEverythingAccountedFor(ledger));
      assertThat(ledger.sequences(GOOD))
          .containsExactlyElementsOf(LongStream.range(0, published).boxed().toList());
      assertThat(callers.unexpected()).isEmpty();
      assertThat(callers.answered()).isPositive();
      assertThat(flink.restarts()).isZero();
      assertThat(stack.gateway().get("readyz").path("ready").asBoolean()).isTrue();
    }
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  /** Publishes valid frames, one at a time; returns their number. */
  private long publishGoodFrames() {
    byte[] picture = TestPictures.jpeg(64, 48, 9);
    long published = 0;
    try (StreamPublisher publisher = stack.gateway().publish(GOOD)) {
      while (!ended.get()) {
        publisher.send(picture).join();
        published++;
      }
    }
    return published;
  }

  /** Each record gave a result, a reject or a counted drop. */
  private void requireEverythingAccountedFor(Ledger ledger) throws Exception {
    ledger.read(Duration.ofMillis(200));
    long unclaimed = flink.dropped("unclaimed");
    assertThat(ledger.frames() + unclaimed).isEqualTo(records(TOPICS.frames()));
    long dropped = flink.dropped("expired") + flink.dropped("cancelled");
    assertThat(ledger.requests() + dropped).isEqualTo(records(TOPICS.requests()));
  }

  private static long records(Topic topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stack.local().bootstrapServers()))) {
      List<TopicPartition> partitions =
          admin
              .describeTopics(List.of(topic.name()))
              .topicNameValues()
              .get(topic.name())
              .get()
              .partitions()
              .stream()
              .map(info -> new TopicPartition(topic.name(), info.partition()))
              .toList();
      return admin
          .listOffsets(
              partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
          .all()
          .get()
          .values()
          .stream()
          .mapToLong(info -> info.offset())
          .sum();
    }
  }
}
