package io.darkroom.local.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.v1.Frame;
import io.darkroom.v1.Processing;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The readers of docs/clients follow the rules for readers. */
public abstract class KafkaReaders {

  private static final String TOPIC = "darkroom.processed";
  private static final Path ERRORS = Path.of("target", "reader-errors.log");

  /** The demo's pipeline, which always has new results. */
  private static final String LIVE = "camera-edges";

  private static final int LIVE_LINES = 20;

  private static final String LAST = "%s cam 3 9 106 1";

  private final String pipeline = "readers-" + UUID.randomUUID();
  private String uid = UUID.randomUUID().toString();

  protected abstract String bootstrapServers();

  @Test
  void python() throws Exception {
    requireReads(
        ClientProgram.python(
            "read.py",
            "confluent_kafka, google.protobuf",
            "python3-confluent-kafka and python3-protobuf"));
  }

  @Test
  void node() throws Exception {
    requireReads(ClientProgram.node("read.mjs"));
  }

  private void requireReads(ClientProgram program) throws Exception {
    writeResults();
    Process reader =
        program
            .with(bootstrapServers(), ClientProgram.DESCRIPTORS)
            .redirectError(ERRORS.toFile())
            .start();
    try {
      List<String> lines =
          CompletableFuture.supplyAsync(() -> linesOf(reader)).get(60, TimeUnit.SECONDS);
      assertThat(of(pipeline, lines))
          .containsExactly(
              pipeline + " cam 3 0 100 1",
              pipeline + " cam 3 1 101 1",
              pipeline + " cam 3 2 102 1",
              pipeline + " cam 4 0 103 1",
              pipeline + " door 3 1 104 1",
              pipeline + " cam 3 0 105 1",
              LAST.formatted(pipeline));
      assertThat(of(LIVE, lines).subList(0, LIVE_LINES)).isEqualTo(live());
    } finally {
      reader.destroyForcibly().waitFor();
    }
  }

  /** Results with repetitions, as after a failure of the job, and one in an aborted transaction. */
  private void writeResults() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", pipeline);
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, "cam", 3, 0, 100);
      send(producer, "cam", 3, 1, 101);
      producer.commitTransaction();
      producer.beginTransaction();
      send(producer, "cam", 3, 7, 999);
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      send(producer, "cam", 3, 0, 100);
      send(producer, "cam", 3, 1, 101);
      send(producer, "cam", 3, 2, 102);
      send(producer, "cam", 3, 2, 102);
      send(producer, "cam", 4, 0, 103);
      send(producer, "door", 3, 1, 104);
      uid = UUID.randomUUID().toString();
      send(producer, "cam", 3, 0, 105);
      send(producer, "cam", 3, 9, 106);
      producer.commitTransaction();
    }
  }

  private void send(
      KafkaProducer<String, byte[]> to, String stream, int partition, long offset, long sequence) {
    Frame.Builder frame =
        Frame.newBuilder()
            .setStreamId(stream)
            .setSequence(sequence)
            .setImage(ByteString.copyFromUtf8("x"));
    frame.getProcessingBuilder().setPipelineId(pipeline).setPipelineUid(uid);
    frame.getProcessingBuilder().getSourceBuilder().setPartition(partition).setOffset(offset);
    to.send(new ProducerRecord<>(TOPIC, pipeline, frame.build().toByteArray()));
  }

  /** Reads the program's lines until all expected ones have arrived. */
  private List<String> linesOf(Process reader) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = reader.inputReader(UTF_8)) {
      while (of(LIVE, lines).size() < LIVE_LINES || !lines.contains(LAST.formatted(pipeline))) {
        String line = out.readLine();
        if (line == null) {
          throw new IllegalStateException("the reader ended: " + Files.readString(ERRORS));
        }
        lines.add(line);
      }
      return lines;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> of(String pipeline, List<String> lines) {
    return lines.stream().filter(line -> line.startsWith(pipeline + " ")).toList();
  }

  /** The first results of the demo's pipeline, read with the Java client. */
  private List<String> live() throws IOException {
    List<String> lines = new ArrayList<>();
    Map<String, Long> newest = new HashMap<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers(), "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(info -> new TopicPartition(TOPIC, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (lines.size() < LIVE_LINES) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          if (record.key().equals(LIVE) && lines.size() < LIVE_LINES) {
            read(Frame.parseFrom(record.value()), newest, lines);
          }
        }
      }
    }
    return lines;
  }

  private static void read(Frame frame, Map<String, Long> newest, List<String> lines) {
    Processing made = frame.getProcessing();
    String place = frame.getStreamId() + " " + made.getSource().getPartition();
    long offset = made.getSource().getOffset();
    if (offset > newest.getOrDefault(made.getPipelineUid() + place, -1L)) {
      newest.put(made.getPipelineUid() + place, offset);
      lines.add(
          "%s %s %d %d %d"
              .formatted(
                  made.getPipelineId(),
                  place,
                  offset,
                  frame.getSequence(),
                  frame.getImage().size()));
    }
  }
}
