package io.darkroom.gateway.frames.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.frames.watch.Audience;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.gateway.frames.watch.FrameTopic;
import io.darkroom.gateway.frames.watch.Handover;
import io.darkroom.gateway.frames.watch.ReportedPositions;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.LogReader;
import io.darkroom.gateway.kafka.PartitionReader;
import io.darkroom.gateway.kafka.RecordLookup;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of frames that callers watch. Reads the partitions of the watched ids only, with one
 * consumer for all watchers; reads the newest frame of an id by its position; and lets at most
 * {@value #THREADS} watchers at a time catch up from the log, while others wait. Thread-safe. The
 * creator closes it.
 */
public final class WatchedTopic implements FrameTopic, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WatchedTopic.class);
  private static final int THREADS = 16;
  private static final int IDLE_SECONDS = 10;

  /** How long a watch waits until its partition is read before it begins anyway. */
  private static final int PATIENCE_SECONDS = 2;

  /** Reads records as frames. */
  public interface Feed {

    /** Offers the frame of a record that has just been appended to its watchers. */
    void live(ConsumerRecord<byte[], byte[]> message);

    /** Reads the frame of a record; empty if it belongs to another id. */
    Optional<Delivery> read(ConsumerRecord<byte[], byte[]> message, String id);
  }

  private final KafkaAddress kafka;
  private final Feed feed;
  private final WatchedPartitions partitions;
  private final PartitionReader live;
  private final RecordLookup lookup;
  private final ExecutorService threads;

  /**
   * Creates a reader that has not started.
   *
   * @param topic full name of the topic
   */
  public WatchedTopic(
      KafkaAddress kafka,
      String topic,
      Feed feed,
      Audience audience,
      ReportedPositions reported,
      GatewayMetrics metrics) {
    this.kafka = kafka;
    this.feed = feed;
    this.partitions = new WatchedPartitions(audience::ids, reported, System::nanoTime);
    this.live = new PartitionReader(kafka, topic, partitions, metrics, feed::live);
    this.lookup = new RecordLookup(kafka, topic);
    this.threads = threads(topic);
  }

  private static ExecutorService threads(String topic) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "darkroom-replay-" + topic);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Begins to read what is watched. */
  public void start() {
    live.start();
  }

  /** Reads single records of the topic. */
  public RecordLookup lookup() {
    return lookup;
  }

  /** The reader of the watched partitions. */
  public PartitionReader reader() {
    return live;
  }

  @Override
  public String topic() {
    return live.topic();
  }

  @Override
  public Optional<ResumeToken> next(String id) {
    int count = live.count();
    if (count == 0) {
      return Optional.empty();
    }
    int partition = partitions.of(id, count);
    OptionalLong next = live.next(partition);
    return next.isEmpty()
        ? Optional.empty()
        : Optional.of(new ResumeToken(new Place(partition, next.getAsLong()), Optional.empty()));
  }

  @Override
  public CompletableFuture<Optional<ResumeToken>> reading(String id) {
    return live.reading()
        .thenApply(reading -> next(id))
        .completeOnTimeout(Optional.empty(), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<Optional<Delivery>> newest(String id) {
    Optional<Place> known = partitions.newest(id);
    if (known.isEmpty() && live.count() == 0) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    int partition = known.map(Place::partition).orElseGet(() -> partitions.of(id, live.count()));
    OptionalLong offset = known.stream().mapToLong(Place::offset).findFirst();
    return lookup.newest(partition, offset, message -> readable(message, id));
  }

  private Optional<Delivery> readable(ConsumerRecord<byte[], byte[]> message, String id) {
    try {
      return feed.read(message, id);
    } catch (DarkroomException e) {
      return Optional.empty();
    }
  }

  @Override
  public void replay(ResumeToken from, String id, Subscriber to, Handover handover) {
    threads.execute(() -> read(from, id, to, handover));
  }

  private void read(ResumeToken from, String id, Subscriber to, Handover handover) {
    Place next = from.next();
    try {
      Replay replay = new Replay(feed, from, id, to, handover);
      LogReader.read(kafka, topic(), next.partition(), next.offset(), replay);
    } catch (RuntimeException e) {
      log.warn("topic {}: a watcher cannot resume: {}", topic(), e.toString());
      to.end(
          new DarkroomException(
              ErrorCode.UNAVAILABLE,
              "kafka: frames after the token were not read (expected: all of them). %s"
                  .formatted("Watch again with the last token."),
              e));
    }
  }

  @Override
  public void close() {
    live.close();
    lookup.close();
    threads.shutdownNow();
  }
}
