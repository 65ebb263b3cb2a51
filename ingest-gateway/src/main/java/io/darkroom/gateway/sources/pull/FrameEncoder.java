package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.media.JpegEncoder;
import io.darkroom.gateway.media.JpegFrame;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.VideoFrame;
import io.darkroom.gateway.sources.FrameSink;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes and publishes frames on its own thread. One frame waits for it, and a newer one replaces
 * it. No frame is taken while too many are unacknowledged.
 */
final class FrameEncoder implements AutoCloseable {

  static final String OVERRUN = DropReason.SOURCE_OVERRUN.text();
  static final String DAMAGED = DropReason.DAMAGED.text();

  private static final String REJECTED = DropReason.REJECTED.text() + ":";

  private static final Logger log = LoggerFactory.getLogger(FrameEncoder.class);
  private static final long PAUSE_NANOS = 500_000_000;
  private static final int MAX_UNACKNOWLEDGED = 4;

  private final String streamId;
  private final boolean storedOrientation;
  private final FrameSink sink;
  private final PullStatus status;
  private final ImageLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Waiting waiting;
  private boolean working;
  private int unacknowledged;
  private volatile boolean closed;
  private long epoch;
  private long sequence;

  private record Waiting(VideoFrame picture, Instant capturedAt, long epoch) {}

  private FrameEncoder(PullPlan plan, FrameSink sink, PullStatus status, ImageLimits limits) {
    this.streamId = plan.streamId();
    this.storedOrientation = !plan.pictures().upright();
    this.sink = sink;
    this.status = status;
    this.limits = limits;
  }

  static FrameEncoder start(PullPlan plan, FrameSink sink, PullStatus status, ImageLimits limits) {
    FrameEncoder encoder = new FrameEncoder(plan, sink, status, limits);
    Thread thread = new Thread(() -> encoder.run(plan), "darkroom-encode-" + plan.sourceId());
    thread.setDaemon(true);
    thread.start();
    return encoder;
  }

  /**
   * Takes ownership of a frame and drops the one that waits. Never blocks.
   *
   * @param epoch of the run that the frame belongs to
   */
  void offer(VideoFrame picture, Instant capturedAt, long epoch) {
    Waiting next = new Waiting(picture, capturedAt, epoch);
    Waiting old;
    lock.lock();
    try {
      old = closed ? next : waiting;
      waiting = closed ? null : next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (old != null) {
      old.picture().close();
      status.dropped(OVERRUN);
    }
  }

  /** Takes ownership of a frame as soon as none waits. */
  void put(VideoFrame picture, Instant capturedAt, long epoch) {
    await(() -> waiting == null);
    offer(picture, capturedAt, epoch);
  }

  /** Returns when all frames are published and acknowledged. */
  void flush() {
    await(() -> waiting == null && !working && unacknowledged == 0);
  }

  private interface State {
    boolean reached();
  }

  private void await(State state) {
    lock.lock();
    try {
      while (!closed && !state.reached()) {
        changed.await(100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Continues with a new encoder after an error, since nothing else takes the frames. */
  private void run(PullPlan plan) {
    while (!closed) {
      try (JpegEncoder encoder = open(plan)) {
        for (Waiting next = take(); next != null; next = take()) {
          publish(next, encoder);
        }
      } catch (Throwable e) {
        log.error("source {}: encoder restarts after an error", plan.sourceId(), e);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static JpegEncoder open(PullPlan plan) {
    return new JpegEncoder(plan.size(), plan.quality(), plan.pictures().colour());
  }

  private Waiting take() {
    lock.lock();
    try {
      working = false;
      changed.signalAll();
      while (!closed && (waiting == null || unacknowledged >= MAX_UNACKNOWLEDGED)) {
        changed.await();
      }
      Waiting taken = closed ? null : waiting;
      if (taken != null) {
        waiting = null;
        working = true;
        changed.signalAll();
      }
      return taken;
    } catch (InterruptedException e) {
      closed = true;
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void publish(Waiting next, JpegEncoder encoder) {
    Frame frame;
    try (VideoFrame picture = next.picture()) {
      frame = frame(next, encoder.encode(picture));
    } catch (MediaException e) {
      status.dropped(DAMAGED);
      return;
    } catch (DarkroomException e) {
      status.dropped(REJECTED + e.code());
      return;
    } catch (RuntimeException e) {
      log.error("stream {}: a frame cannot be encoded", streamId, e);
      status.dropped(DAMAGED);
      return;
    }
    count(1);
    try {
      sink.publish(frame).whenComplete((done, failure) -> acknowledged(failure));
    } catch (RuntimeException e) {
      acknowledged(e);
    }
  }

  private Frame frame(Waiting origin, JpegFrame picture) {
    limits.requireBytes(picture.jpeg().size());
    limits.requireSize(picture.width(), picture.height());
    if (origin.epoch() != epoch) {
      epoch = origin.epoch();
      sequence = 0;
    }
    Encoding encoding = ImageHeader.sniff(picture.jpeg()).orElse(Encoding.JPEG);
    return Frame.captured(
            streamId, epoch, sequence++, origin.capturedAt(), encoding, picture.jpeg())
        .withSize(picture.width(), picture.height())
        .withStoredOrientation(storedOrientation);
  }

  private void acknowledged(Throwable failure) {
    if (failure == null) {
      status.published();
    } else {
      status.dropped(REJECTED + code(failure));
    }
    count(-1);
  }

  private static ErrorCode code(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof DarkroomException coded ? coded.code() : ErrorCode.INTERNAL;
  }

  private void count(int more) {
    lock.lock();
    try {
      unacknowledged += more;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    Waiting left;
    lock.lock();
    try {
      closed = true;
      left = waiting;
      waiting = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (left != null) {
      left.picture().close();
      status.dropped(OVERRUN);
    }
  }
}
