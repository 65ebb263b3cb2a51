package io.darkroom.gateway.frames.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.FrameTopic;
import io.darkroom.gateway.frames.watch.Handover;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.kafka.LogReader;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic of frames from which watchers resume. At most {@value #THREADS} watchers replay it at a
 * time; others wait. Thread-safe. The creator closes it.
 */
public final class WatchedTopic implements FrameTopic, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WatchedTopic.class);
  private static final int THREADS = 16;
  private static final int IDLE_SECONDS = 10;

  /** Reads the frame of a record; empty if it belongs to another id. */
  public interface Frames {
    Optional<Delivery> read(ConsumerRecord<byte[], byte[]> message, String id);
  }

  private final KafkaAddress kafka;
  private final String topic;
  private final Frames frames;
  private final Supplier<Optional<LogFollower>> live;
  private final ExecutorService threads;

  /**
   * @param topic full name of the topic
   * @param live follower that reads the topic for live watchers, once it has started
   */
  public WatchedTopic(
      KafkaAddress kafka, String topic, Frames frames, Supplier<Optional<LogFollower>> live) {
    this.kafka = kafka;
    this.topic = topic;
    this.frames = frames;
    this.live = live;
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

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public Optional<ResumeToken> now(String id) {
    return live.get()
        .flatMap(follower -> follower.next(id))
        .map(
            next ->
                new ResumeToken(
                    new Delivery.Place(next.partition(), next.offset()), Optional.empty()));
  }

  @Override
  public void replay(ResumeToken from, String id, Subscriber to, Handover handover) {
    threads.execute(() -> read(from, id, to, handover));
  }

  private void read(ResumeToken from, String id, Subscriber to, Handover handover) {
    Delivery.Place next = from.next();
    try {
      Replay replay = new Replay(frames, from, id, to, handover);
      LogReader.read(kafka, topic, next.partition(), next.offset(), replay);
    } catch (RuntimeException e) {
      log.warn("topic {}: a watcher cannot resume: {}", topic, e.toString());
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
    threads.shutdownNow();
  }
}
