package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The Kafka contract that programs rely on when they use Kafka directly. */
abstract class RecordTests extends StackTests {

  @Test
  void writesTypeOriginAndTheProducersHeadersToAResult() throws Exception {
    put("framed-p", "framed", "invert", "png");
    ProducerRecord<String, byte[]> frame =
        new ProducerRecord<>("darkroom.frames", "framed", framed("framed"));
    frame.headers().add("site", "north".getBytes(UTF_8)).add("pipeline", "forged".getBytes(UTF_8));
    RecordMetadata source = send(frame);
    ConsumerRecord<String, byte[]> result = firstResult("framed-p");
    assertThat(FrameCodec.decode(result.value()).sequence()).isEqualTo(7);
    assertThat(text(result, "content-type"))
        .isEqualTo("application/x-protobuf; messageType=\"darkroom.v1.Frame\"");
    assertThat(text(result, "pipeline")).isEqualTo("framed-p");
    assertThat(text(result, "source-partition")).isEqualTo("" + source.partition());
    assertThat(text(result, "source-offset")).isEqualTo("" + source.offset());
    assertThat(text(result, "site")).isEqualTo("north");
  }

  @Test
  void countsAndProcessesAFrameInTheWrongPartition() throws Exception {
    put("astray-p", "astray", "invert", "png");
    int right = BuiltInPartitioner.partitionForKey("astray".getBytes(UTF_8), 8);
    int wrong = (right + 1) % 8;
    byte[] jpeg = TestPictures.jpeg(32, 24, 6);
    send(new ProducerRecord<>("darkroom.frames", "astray", jpeg));
    send(new ProducerRecord<>("darkroom.frames", wrong, "astray", jpeg));
    Set<String> from = new HashSet<>();
    results(
        "astray-p",
        record -> {
          from.add(text(record, "source-partition"));
          return from.size() == 2;
        });
    assertThat(from).containsExactlyInAnyOrder("" + right, "" + wrong);
    FlinkMetrics job = new FlinkMetrics(stack().local());
    await().atMost(TIMEOUT).until(() -> job.misplaced("astray") == 1);
  }

  private RecordMetadata send(ProducerRecord<String, byte[]> record) throws Exception {
    try (KafkaProducer<String, byte[]> foreign = foreignProducer()) {
      return foreign.send(record).get();
    }
  }

  /** A frame with the framing of Confluent's serializer. */
  private static byte[] framed(String stream) {
    byte[] message =
        FrameCodec.encode(
            Frame.captured(
                stream,
                1,
                7,
                Instant.now(),
                Encoding.JPEG,
                ByteString.copyFrom(TestPictures.jpeg(32, 24, 6))));
    return ByteBuffer.allocate(6 + message.length)
        .put((byte) 0)
        .putInt(1)
        .put((byte) 0)
        .put(message)
        .array();
  }

  private ConsumerRecord<String, byte[]> firstResult(String pipeline) {
    return results(pipeline, record -> true);
  }

  /** Reads the results of a pipeline up to the first that matches, and returns that one. */
  private ConsumerRecord<String, byte[]> results(
      String pipeline, Predicate<ConsumerRecord<String, byte[]>> wanted) {
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", stack().local().bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("darkroom.processed").stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  StreamSupport.stream(consumer.poll(Duration.ofMillis(50)).spliterator(), false)
                      .filter(record -> pipeline.equals(record.key()) && wanted.test(record))
                      .findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }
  }

  private static String text(ConsumerRecord<String, byte[]> record, String header) {
    return new String(record.headers().lastHeader(header).value(), UTF_8);
  }
}
