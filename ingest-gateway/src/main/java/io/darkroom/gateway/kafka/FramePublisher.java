package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.EncodedFrame;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Request;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.PublishedFrames;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import io.darkroom.topic.TraceHeaders;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends frames, requests and control records to their topics; those of one key in the order of
 * the calls. Callers never block: a record that may have to wait for metadata or buffer space is
 * sent on another thread. Futures complete when Kafka has acknowledged the record. They fail with
 * {@code UNAVAILABLE} if it has not within seconds, and with {@code TOO_MANY_REQUESTS} if too many
 * bytes are waiting. Closed by its owner.
 */
public final class FramePublisher implements AutoCloseable {

  /** Limit of bytes of live frames that wait for Kafka. */
  public static final long MAX_WAITING_BYTES = 128L << 20;

  /**
   * Above most frames, so that the buffer of a frame comes from the producer's pool: with Kafka's
   * default of 16 KiB, every frame gets a new buffer of its size.
   */
  private static final int BATCH_BYTES = 512 << 10;

  /** Batches that the producer may have begun, one for each partition. */
  private static final int OPEN_BATCHES = 32;

  private static final Logger log = LoggerFactory.getLogger(FramePublisher.class);
  private static final byte[] NOTHING = {};

  private final long maxWaitingBytes;
  private final KafkaHealth health;
  private final GatewayMetrics metrics;
  private final PublishedFrames traces;
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong waitingBytes = new AtomicLong();
  private final OrderedSends sends = new OrderedSends();

  /**
   * @param maxWaitingBytes limit of bytes of images that wait for Kafka
   */
  public FramePublisher(
      KafkaAddress kafka,
      Topics topics,
      KafkaHealth health,
      GatewayMetrics metrics,
      Tracing tracing,
      long maxWaitingBytes) {
    this.maxWaitingBytes = maxWaitingBytes;
    this.health = health;
    this.metrics = metrics;
    this.traces = new PublishedFrames(tracing, topics);
    this.topics = topics;
    this.producer =
        kafka.producer(
            Map.of(
                "acks",
                "all",
                "linger.ms",
                0,
                "compression.type",
                "none",
                "max.request.size",
                Topics.MAX_RECORD_BYTES,
                "batch.size",
                BATCH_BYTES,
                "buffer.memory",
                maxWaitingBytes,
                "metadata.max.age.ms",
                10_000,
                "max.block.ms",
                1_000,
                "request.timeout.ms",
                2_000,
                "delivery.timeout.ms",
                2_500));
  }

  /** Appends a frame, keyed by its stream, or by its request if it has one. */
  public CompletableFuture<RecordMetadata> publish(Frame frame) {
    return publish(EncodedFrame.of(frame));
  }

  /** The same; the bytes of the frame are the record's value if nothing changes. */
  public CompletableFuture<RecordMetadata> publish(EncodedFrame received) {
    Frame frame = received.frame();
    long startNanos = System.nanoTime();
    String key = frame.request().map(Request::key).orElse(frame.streamId());
    PublishedFrames.Sending sending = traces.begin(frame, key);
    CompletableFuture<RecordMetadata> published =
        append(
            RecordKind.FRAME,
            topicOf(frame),
            key,
            frame.image().size(),
            () -> record(key, received.with(sending.frame())));
    published.whenComplete(sending::end);
    published.thenRun(() -> metrics.published(Duration.ofNanos(System.nanoTime() - startNanos)));
    return published;
  }

  /** The identity of a published frame. */
  public static SourcePosition positionOf(RecordMetadata record) {
    return new SourcePosition(record.partition(), record.offset(), record.timestamp());
  }

  /** Bytes of images that wait for Kafka. */
  public long waitingBytes() {
    return waitingBytes.get();
  }

  /** Asks the job to drop a request that nobody waits for any more. */
  public CompletableFuture<RecordMetadata> cancelRequest(String requestId) {
    return put(topics.cancellations(), requestId, NOTHING);
  }

  /** Appends a record to a control topic; a null value deletes the key. */
  public CompletableFuture<RecordMetadata> put(Topic topic, String key, byte[] value) {
    return append(
        RecordKind.DEFINITION,
        topic,
        key,
        value == null ? 0 : value.length,
        () -> TypedRecord.of(topic, key, value));
  }

  private interface Message {
    ProducerRecord<byte[], byte[]> build();
  }

  private CompletableFuture<RecordMetadata> append(
      RecordKind kind, Topic topic, String key, long bytes, Message message) {
    CompletableFuture<RecordMetadata> result = new CompletableFuture<>();
    try {
      health.requireUp();
      reserve(bytes);
    } catch (DarkroomException e) {
      result.completeExceptionally(e);
      return result;
    }
    result.whenComplete((metadata, failure) -> waitingBytes.addAndGet(-bytes));
    try {
      sends.run(topic.name(), key, hasRoom(), () -> send(kind, message, result));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(PublishErrors.unavailable("shutting down", e));
    }
    return result;
  }

  /** A batch that holds one frame may take twice the frame's bytes. */
  private boolean hasRoom() {
    return 2 * waitingBytes.get() + (long) OPEN_BATCHES * BATCH_BYTES <= maxWaitingBytes;
  }

  private void reserve(long bytes) {
    if (waitingBytes.addAndGet(bytes) > maxWaitingBytes) {
      waitingBytes.addAndGet(-bytes);
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "frames: more than %d bytes wait for Kafka (expected: fewer). Send more slowly."
              .formatted(maxWaitingBytes));
    }
  }

  /** Always completes the result, even after an error of the JVM. */
  private void send(RecordKind kind, Message message, CompletableFuture<RecordMetadata> result) {
    int bytes = 0;
    try {
      health.requireUp();
      ProducerRecord<byte[], byte[]> built = message.build();
      int length = built.value() == null ? 0 : built.value().length;
      bytes = length;
      producer.send(
          built,
          (metadata, failure) -> {
            if (failure == null) {
              sends.written(metadata.topic());
              result.complete(metadata);
            } else {
              sends.later(() -> fail(result, failure, kind, length));
            }
          });
    } catch (DarkroomException e) {
      sends.later(() -> result.completeExceptionally(e));
    } catch (Throwable e) {
      int length = bytes;
      sends.later(() -> fail(result, e, kind, length));
    }
  }

  /** A timeout of one partition need not be an outage, so a probe decides. */
  private void fail(
      CompletableFuture<RecordMetadata> result, Throwable failure, RecordKind kind, int bytes) {
    if (failure instanceof TimeoutException) {
      health.probeSoon();
    }
    DarkroomException coded = PublishErrors.coded(failure, kind, bytes);
    if (coded.code() == ErrorCode.INTERNAL) {
      log.error("record not written", failure);
    }
    result.completeExceptionally(coded);
  }

  private ProducerRecord<byte[], byte[]> record(String key, EncodedFrame encoded) {
    Frame frame = encoded.frame();
    ProducerRecord<byte[], byte[]> message =
        TypedRecord.of(topicOf(frame), key, encoded.encoding());
    TraceHeaders.write(frame.trace(), message.headers()::add);
    return message;
  }

  private Topic topicOf(Frame frame) {
    return frame.request().isPresent() ? topics.requests() : topics.frames();
  }

  @Override
  public void close() {
    sends.close();
    producer.close(Duration.ofSeconds(1));
  }
}
