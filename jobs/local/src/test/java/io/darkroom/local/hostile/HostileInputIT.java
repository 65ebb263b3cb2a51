package io.darkroom.local.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.darkroom.client.StreamPublisher;
import io.darkroom.local.FlinkMetrics;
import io.darkroom.local.Pictures;
import io.darkroom.local.Stack;
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
 * Spoilt frames, requests, keys, headers, chains and control records from every producer's side, at
 * a running stack. {@code -Ddarkroom.mutations=1000000} sends more than the 20,000 of every build,
 * {@code -Ddarkroom.seed} others.
 */
class HostileInputIT {

  private static final int MUTATIONS = Integer.getInteger("darkroom.mutations", 20_000);
  private static final long SEED = Long.getLong("darkroom.seed", 20_261);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final String GOOD = "good";

  private static Stack stack;

  private final FlinkMetrics flink = new FlinkMetrics(stack.local());
  private final AtomicBoolean ended = new AtomicBoolean();

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void nothingThatAnyoneSendsStopsTheJobOrCostsAGoodFrameOrVanishes() throws Exception {
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
      await().atMost(PATIENCE).until(callers::everyMessageIsAnswered);
      await().atMost(PATIENCE).untilAsserted(() -> requireEverythingAccountedFor(ledger));
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

  /** Each once the one before is in Kafka; the number of frames. */
  private long publishGoodFrames() {
    byte[] picture = Pictures.jpeg(64, 48, 9);
    long published = 0;
    try (StreamPublisher publisher = stack.gateway().publish(GOOD)) {
      while (!ended.get()) {
        publisher.send(picture).join();
        published++;
      }
    }
    return published;
  }

  /** Result, reject, or a drop that was counted: each record is one of them. */
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
