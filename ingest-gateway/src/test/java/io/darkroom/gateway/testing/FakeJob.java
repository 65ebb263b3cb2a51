package io.darkroom.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Answer;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Processing;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import io.darkroom.topic.StreamStatusKey;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import io.darkroom.v1.StreamReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Reads and writes the topics like the filter job, but leaves every image unchanged. The filter
 * {@code broken} rejects frames, and the filter {@code silent} never answers. Pipelines on demand
 * are idle unless a gateway uses them.
 */
public final class FakeJob implements AutoCloseable {

  public static final FilterDefinition GRAYSCALE =
      FilterDefinition.of(
          "grayscale",
          "Grayscale",
          "One channel",
          new Parameter.Select("algorithm", "Algorithm", "", List.of("bt601", "bt709"), "bt601"));

  public static final String BROKEN = "filter: broken (expected: a working filter). Use another.";

  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<String, PipelineTimeline> timelines = new ConcurrentHashMap<>();
  private final FakeDemand demand = new FakeDemand();
  private final FakeReports reports = new FakeReports();
  private final Thread thread = new Thread(this::run, "fake-job");
  private volatile ErrorCode refusal = ErrorCode.FILTER_FAILED;
  private volatile boolean closed;
  private long lastCatalogNanos = System.nanoTime() - 2_000_000_000L;

  private FakeJob(String brokers, Topics topics) {
    this.topics = topics;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                brokers,
                "linger.ms",
                0,
                "max.request.size",
                Topics.MAX_RECORD_BYTES),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    this.consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "enable.auto.commit", false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** The topics must exist. */
  public static FakeJob start(String brokers, Topics topics) {
    FakeJob job = new FakeJob(brokers, topics);
    List<TopicPartition> partitions =
        Stream.of(topics.frames(), topics.requests(), topics.pipelines(), topics.pipelineDemand())
            .flatMap(topic -> job.consumer.partitionsFor(topic.name()).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    job.consumer.assign(partitions);
    job.consumer.seekToBeginning(partitions);
    job.thread.start();
    return job;
  }

  /** Sets the code of later rejects. */
  public void refuseBy(ErrorCode code) {
    refusal = code;
  }

  private void run() {
    while (!closed) {
      publishCatalogue();
      reports.due().forEach(this::send);
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(50))) {
        if (message.topic().equals(topics.pipelines().name())) {
          updateTimeline(message);
        } else if (message.topic().equals(topics.pipelineDemand().name())) {
          demand.update(message);
        } else {
          processReadable(message);
        }
      }
    }
    consumer.close();
    producer.close();
  }

  private void publishCatalogue() {
    if (System.nanoTime() - lastCatalogNanos < 1_000_000_000L) {
      return;
    }
    lastCatalogNanos = System.nanoTime();
    Catalog catalog =
        Catalog.newBuilder()
            .addFilters(DefinitionCodec.toMessage(GRAYSCALE))
            .addFilters(DefinitionCodec.toMessage(FilterDefinition.of("broken", "Broken", "")))
            .addFilters(DefinitionCodec.toMessage(FilterDefinition.of("silent", "Silent", "")))
            .setJob(
                JobStatus.newBuilder()
                    .setJobId("fake")
                    .setEngine("cpu")
                    .setParallelism(1)
                    .setUpdatedAt(
                        Timestamp.newBuilder().setSeconds(Instant.now().getEpochSecond())))
            .build();
    send(topics.catalog().name(), "darkroom-filter-job", catalog.toByteArray());
  }

  private void updateTimeline(ConsumerRecord<byte[], byte[]> message) {
    String id = new String(message.key(), UTF_8);
    if (message.value() == null) {
      timelines.remove(id);
    } else {
      Instant at = Instant.ofEpochMilli(message.timestamp());
      timelines.put(id, PipelineCodec.fromBytes(message.value(), at));
    }
  }

  private void processReadable(ConsumerRecord<byte[], byte[]> message) {
    try {
      process(message);
    } catch (DarkroomException e) {
      // The real job rejects it; no test here needs that.
    }
  }

  private void process(ConsumerRecord<byte[], byte[]> message) {
    SourcePosition source =
        new SourcePosition(message.partition(), message.offset(), message.timestamp());
    String key = new String(message.key(), UTF_8);
    Frame frame = FrameCodec.decodeRecord(key, message.value(), "", TraceContext.NONE, source);
    if (frame.request().isPresent()) {
      answer(frame, frame.request().get(), source);
      return;
    }
    reports.seen(frame, source, frame.image().size() < message.value().length);
    Instant appendedAt = Instant.ofEpochMilli(message.timestamp());
    for (PipelineTimeline timeline : timelines.values()) {
      Optional<Pipeline> pipeline =
          timeline.at(appendedAt).filter(p -> p.streamId().equals(frame.streamId()));
      pipeline.ifPresent(p -> result(frame, p, source));
    }
  }

  private void answer(Frame frame, Request request, SourcePosition source) {
    String chain = request.chain().toString();
    if (chain.startsWith("silent")) {
      return;
    }
    if (chain.startsWith("broken")) {
      send(new Answer.Refused(reject(frame, request.requestId(), source)), request);
      return;
    }
    send(new Answer.Done(processed(frame, processing("", 0, source))), request);
  }

  private void send(Answer answer, Request request) {
    producer.send(
        new ProducerRecord<>(
            topics.answers().name(),
            request.answerPartition().isPresent() ? request.answerPartition().getAsInt() : null,
            request.requestId().getBytes(UTF_8),
            Answer.encode(answer)));
  }

  private Reject reject(Frame frame, String requestId, SourcePosition source) {
    return new Reject(refusal, BROKEN, frame.streamId(), "", requestId, source, Instant.now());
  }

  private void result(Frame frame, Pipeline pipeline, SourcePosition source) {
    if (demand.isIdle(pipeline)) {
      reports.skipped(pipeline, source.partition());
      return;
    }
    if (pipeline.chain().toString().startsWith("broken")) {
      Reject reject = reject(frame, "", source);
      send(topics.rejects().name(), frame.streamId(), reject.toBytes());
      reports.rejected(frame.streamId(), source.partition(), refusal);
      return;
    }
    deliver(frame, pipeline.pipelineId(), pipeline.revision(), source);
  }

  /** Writes a result as if the job had produced it. */
  public void deliver(Frame frame, String pipelineId, long revision, SourcePosition source) {
    Frame result = processed(frame, processing(pipelineId, revision, source));
    PipelineTimeline timeline = timelines.get(pipelineId);
    producer.send(
        new ProducerRecord<>(
            topics.processed().name(), pipelineId.getBytes(UTF_8), FrameCodec.encode(result)),
        (written, failure) -> {
          if (failure == null && timeline != null) {
            reports.result(result, timeline.newest(), written.partition(), written.offset());
          }
        });
  }

  private void send(StreamReport report) {
    StreamStatusKey key =
        new StreamStatusKey(report.getStreamId(), report.getPartition(), report.getGroup());
    send(topics.streamStatus().name(), key.text(), report.toByteArray());
  }

  /** Delivers frames with the sequences and source offsets {@code from} to before {@code to}. */
  public void deliver(String pipelineId, int from, int to, ByteString image) {
    Frame frame = Frame.captured(pipelineId, 1, 0, Instant.now(), Encoding.JPEG, image);
    for (long i = from; i < to; i++) {
      deliver(frame.renumbered(pipelineId, 1, i), pipelineId, 1, new SourcePosition(0, i, 5));
    }
  }

  private static Processing processing(String pipelineId, long revision, SourcePosition source) {
    return new Processing(
        pipelineId,
        "uid",
        revision,
        "cpu",
        false,
        source,
        11,
        22,
        List.of(new Processing.FilterTime("grayscale", 33)),
        44,
        false);
  }

  private static Frame processed(Frame frame, Processing processing) {
    return new Frame(
        frame.streamId(),
        frame.epoch(),
        frame.sequence(),
        frame.capturedAt(),
        frame.encoding(),
        frame.width(),
        frame.height(),
        frame.image(),
        false,
        frame.trace(),
        Optional.empty(),
        Optional.of(processing),
        frame.extras());
  }

  private void send(String topic, String key, byte[] value) {
    producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join();
  }
}
