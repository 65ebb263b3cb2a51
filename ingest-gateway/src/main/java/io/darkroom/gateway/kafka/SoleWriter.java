package io.darkroom.gateway.kafka;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ConcurrentTransactionsException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;

/**
 * A transactional producer for one topic, whose name is the transactional id. Opening one fences
 * all earlier ones, also those of other gateways. Confined to one thread, which closes it.
 */
final class SoleWriter implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 3_000;

  /** Errors of a transaction that ended because another writer was opened. */
  private static final List<Class<? extends KafkaException>> OVERTAKEN =
      List.of(
          ProducerFencedException.class,
          InvalidProducerEpochException.class,
          InvalidTxnStateException.class,
          InvalidPidMappingException.class,
          OutOfOrderSequenceException.class,
          ConcurrentTransactionsException.class,
          TransactionAbortedException.class,
          TransactionAbortableException.class);

  /**
   * Another writer was opened since. Most likely nothing was written; deciding again, on the new
   * state, is right in either case.
   */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(Throwable cause) {
      super(cause);
    }
  }

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> ends;

  /** Aborts the transactions of other writers and fences them. */
  SoleWriter(KafkaAddress kafka, String topic) {
    this.topic = topic;
    this.ends =
        kafka.consumer(
            Map.of(
                "isolation.level",
                "read_committed",
                "default.api.timeout.ms",
                TIMEOUT_MILLIS,
                "request.timeout.ms",
                TIMEOUT_MILLIS));
    try {
      this.producer = kafka.producer(settings(topic));
    } catch (RuntimeException e) {
      ends.close();
      throw e;
    }
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw overtakenOr(e);
    }
  }

  private static Map<String, Object> settings(String topic) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("transactional.id", topic);
    settings.put("transaction.timeout.ms", 2 * TIMEOUT_MILLIS);
    settings.put("acks", "all");
    settings.put("linger.ms", 0);
    settings.put("buffer.memory", 4 << 20);
    settings.put("max.block.ms", TIMEOUT_MILLIS);
    settings.put("request.timeout.ms", TIMEOUT_MILLIS - 500);
    settings.put("delivery.timeout.ms", TIMEOUT_MILLIS);
    return settings;
  }

  /** The end of each partition, without open transactions. */
  Map<Integer, Long> ends() {
    List<TopicPartition> partitions =
        ends.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    return ends.endOffsets(partitions).entrySet().stream()
        .collect(toMap(end -> end.getKey().partition(), Map.Entry::getValue));
  }

  /**
   * Appends one record and commits it.
   *
   * @throws Overtaken if another writer was opened
   */
  RecordMetadata write(ProducerRecord<byte[], byte[]> message) {
    try {
      producer.beginTransaction();
      Future<RecordMetadata> sent = producer.send(message);
      producer.commitTransaction();
      return sent.get();
    } catch (KafkaException e) {
      throw overtakenOr(e);
    } catch (ExecutionException e) {
      throw overtakenOr(new KafkaException(e.getCause()));
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static RuntimeException overtakenOr(KafkaException failure) {
    return isOvertaken(failure) ? new Overtaken(failure) : failure;
  }

  static boolean isOvertaken(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                OVERTAKEN.stream().anyMatch(type -> type.isInstance(cause)) || isUnhandled(cause));
  }

  /** The client has no exception type for unexpected answers, which a second opening can cause. */
  private static boolean isUnhandled(Throwable cause) {
    return cause.getClass() == KafkaException.class
        && String.valueOf(cause.getMessage()).startsWith("Unhandled error in ");
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    ends.close();
  }
}
