package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.StreamPublisher;
import io.darkroom.frame.FrameCodec;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.job.JobConfig;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job with exactly-once delivery, for archives. */
class ExactlyOnceIT {

  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void showsEachFrameOnceToReadCommittedConsumers() throws Exception {
    int frames = 40;
    Path tmp = Files.createDirectories(folder.resolve("tmp"));
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Gateway gateway =
            Gateway.start(GatewayConfig.of(broker.bootstrapServers(), "localhost", 0));
        EmbeddedFlink flink = EmbeddedFlink.start(tmp, 0, "19249-19349", 2)) {
      JobID job = flink.submit(config(broker.bootstrapServers()));
      GatewayClient client = new GatewayClient("http://localhost:" + gateway.port());
      client.put(
          "v1/pipelines/archive",
          JsonNodeFactory.instance.objectNode().put("streamId", "film").put("chain", "invert"));
      try (StreamPublisher publisher = client.publish("film")) {
        for (int i = 0; i < frames; i++) {
          publisher.send(TestPictures.jpeg(32, 24, i)).join();
        }
      }
      assertThat(committed(broker.bootstrapServers(), frames))
          .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
      flink.cancel(job);
    }
  }

  private static JobConfig config(String bootstrapServers) {
    return new JobConfig(
        bootstrapServers,
        Map.of(),
        TOPICS,
        "archive",
        JobConfig.StartFrom.COMMITTED,
        DeliveryGuarantee.EXACTLY_ONCE,
        Map.of(),
        2,
        1,
        Duration.ofMillis(300),
        OperatorOptions.DEFAULT);
  }

  /** Reads until all frames have arrived, then polls once more to check that no others follow. */
  private static List<Long> committed(String bootstrapServers, int frames) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", bootstrapServers);
    properties.setProperty("group.id", "reader");
    properties.setProperty("auto.offset.reset", "earliest");
    properties.setProperty("isolation.level", "read_committed");
    List<Long> sequences = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      reader.subscribe(List.of(TOPICS.processed().name()));
      long deadline = System.nanoTime() + TIMEOUT.toNanos();
      boolean complete = false;
      while (System.nanoTime() < deadline && !complete) {
        complete = sequences.size() >= frames;
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofSeconds(1))) {
          sequences.add(FrameCodec.decode(record.value()).sequence());
        }
      }
    }
    return sequences;
  }
}
