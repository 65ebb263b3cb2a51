package io.darkroom.gateway.frames.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What two gateways read from Kafka while 16 streams send frames into 8 partitions. */
@Tag("slow")
class ScaleOutTest {

  private static final int PARTITIONS = 8;
  private static final int STREAMS_PER_PARTITION = 2;
  private static final int FRAMES_PER_SECOND = 15;
  private static final int FRAME_BYTES = 20_000;
  private static final long MEASURED_NANOS = TimeUnit.SECONDS.toNanos(4);

  private static final List<String> streams = new ArrayList<>();
  private static final ScheduledExecutorService cameras =
      Executors.newSingleThreadScheduledExecutor();
  private static Darkroom watching;
  private static Darkroom idle;
  private static KafkaProducer<byte[], byte[]> producer;

  @BeforeAll
  static void start() {
    watching = Darkroom.start();
    idle = Darkroom.of(Darkroom.config(Broker.shared()).with(watching.topics));
    for (int partition = 0; partition < PARTITIONS; partition++) {
      for (int i = 0, found = 0; found < STREAMS_PER_PARTITION; i++) {
        String id = "cam-" + i;
        if (partitionOf(id) == partition) {
          streams.add(id);
          found++;
        }
      }
    }
    streams.forEach(id -> watching.putPipeline(id, id, ""));
    producer = watching.producer();
    byte[] frame = frame();
    cameras.scheduleAtFixedRate(
        () -> streams.forEach(id -> publish(id, frame)),
        0,
        1_000_000 / FRAMES_PER_SECOND,
        TimeUnit.MICROSECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    cameras.shutdownNow();
    producer.close();
    idle.close();
    watching.close();
  }

  private static int partitionOf(String id) {
    return Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % PARTITIONS;
  }

  /** A JPEG with bytes after its end, as a picture of this size. */
  private static byte[] frame() {
    byte[] frame = new byte[FRAME_BYTES];
    new Random(7).nextBytes(frame);
    System.arraycopy(Darkroom.JPEG, 0, frame, 0, Darkroom.JPEG.length);
    return frame;
  }

  private static void publish(String streamId, byte[] frame) {
    producer.send(
        new ProducerRecord<>(watching.topics.frames().name(), streamId.getBytes(UTF_8), frame));
  }

  private static double readBytes(Darkroom gateway) {
    String page = new String(gateway.get("/metrics").body(), UTF_8);
    return Arrays.stream(page.split("\n"))
        .filter(line -> line.startsWith("darkroom_gateway_kafka_read_bytes_total "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[1]))
        .findFirst()
        .orElseThrow();
  }

  /** Bytes per second that a gateway reads, and that a partition of the results grows by. */
  private record Rates(double watching, double idle, double partition) {}

  private static Rates measure(int partition) {
    try (KafkaConsumer<byte[], byte[]> results = consumer(partition)) {
      long start = System.nanoTime();
      double watchedBefore = readBytes(watching);
      double idleBefore = readBytes(idle);
      long bytes = 0;
      while (System.nanoTime() - start < MEASURED_NANOS) {
        for (ConsumerRecord<byte[], byte[]> result : results.poll(Duration.ofMillis(100))) {
          bytes += result.serializedKeySize() + result.serializedValueSize();
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Rates(
          (readBytes(watching) - watchedBefore) / seconds,
          (readBytes(idle) - idleBefore) / seconds,
          bytes / seconds);
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(int partition) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", Broker.shared().address(), "enable.auto.commit", false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    TopicPartition at = new TopicPartition(watching.topics.processed().name(), partition);
    consumer.assign(List.of(at));
    consumer.seekToEnd(List.of(at));
    consumer.position(at);
    return consumer;
  }

  @Test
  void eachGatewayReadsOnlyWhatItsOwnWatchersNeed() {
    String watched = streams.get(5);
    try (TestSocket socket = watching.socket("/v1/pipelines/" + watched + "/frames")) {
      socket.nextFrame();
      Rates rates = measure(partitionOf(watched));
      assertThat(rates.partition()).isGreaterThan(FRAME_BYTES * FRAMES_PER_SECOND);
      assertThat(rates.watching()).isLessThan(1.2 * rates.partition());
      assertThat(rates.idle()).isLessThan(20_000);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(measure(0).watching()).isLessThan(20_000));
  }

  @Test
  void allGatewaysGiveTheSameStatus() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              JsonNode here = watching.json("/v1/streams");
              JsonNode there = idle.json("/v1/streams");
              assertThat(there.at("/streams"))
                  .hasSize(streams.size())
                  .isEqualTo(here.at("/streams"));
            });
    try (Darkroom late = Darkroom.of(Darkroom.config(Broker.shared()).with(watching.topics))) {
      for (JsonNode stream : late.json("/v1/streams").at("/streams")) {
        assertThat(stream.path("state").asText()).isEqualTo("live");
        assertThat(stream.path("frames").asLong()).isPositive();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
