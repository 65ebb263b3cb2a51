package io.darkroom.gateway.frames.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.watch.Delivery;
import io.darkroom.gateway.frames.watch.Handover;
import io.darkroom.gateway.frames.watch.ResumeToken;
import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.gateway.kafka.LogReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Replays the frames of one id from the log to one watcher. For a limited time it waits for the
 * watcher to accept each frame, so that none is dropped; after that, frames are offered and dropped
 * like live ones. Confined to the reading thread.
 */
final class Replay implements LogReader.Reader {

  /** How long frames wait for the watcher. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Time after which live frames must have taken over. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final WatchedTopic.Feed frames;
  private final String id;
  private final Subscriber to;
  private final Handover handover;
  private final long startNanos = System.nanoTime();

  /** Newest source offset of each partition, to skip repeats after a restart of the job. */
  private final Map<Integer, Long> newest = new HashMap<>();

  Replay(WatchedTopic.Feed frames, ResumeToken from, String id, Subscriber to, Handover handover) {
    this.frames = frames;
    this.id = id;
    this.to = to;
    this.handover = handover;
    from.source().ifPresent(source -> newest.put(source.partition(), source.offset()));
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message) {
    try {
      frames.read(message, id).filter(this::isNew).ifPresent(this::offer);
    } catch (DarkroomException e) {
      // Not a frame; the job rejects and counts it.
    }
  }

  private boolean isNew(Delivery delivery) {
    SourcePosition source = delivery.position();
    if (source.offset() <= newest.getOrDefault(source.partition(), -1L)) {
      return false;
    }
    newest.put(source.partition(), source.offset());
    return true;
  }

  private void offer(Delivery delivery) {
    to.awaitRoom(left(PATIENCE));
    to.offer(delivery.replayed());
  }

  @Override
  public void onDeleted(long records) {
    to.missed(Subscriber.EXPIRED, records);
  }

  @Override
  public boolean wantsMore() {
    if (left(LONGEST).isZero()) {
      to.end(
          new DarkroomException(
              ErrorCode.TOO_MANY_REQUESTS,
              "from: live frames not reached after %s (expected: sooner). %s"
                  .formatted(LONGEST, "Read faster, or watch without a token.")));
    }
    return to.isOpen();
  }

  @Override
  public boolean caughtUp(long next) {
    return !handover.join(next);
  }

  private Duration left(Duration of) {
    long nanos = of.toNanos() - (System.nanoTime() - startNanos);
    return Duration.ofNanos(Math.max(0, nanos));
  }
}
