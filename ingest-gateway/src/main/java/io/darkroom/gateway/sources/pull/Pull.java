package io.darkroom.gateway.sources.pull;

import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.sources.SourceCredentials;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.SourceUri.ImageFolder;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches one source on its own thread: opens it, plays it, and reopens it after a failure. */
final class Pull implements SourceRun {

  private static final Logger log = LoggerFactory.getLogger(Pull.class);
  private static final Duration SHORTEST_LOOP = Duration.ofMillis(40);

  private final PullPlan plan;
  private final InputOpener inputs;
  private final ImageLimits limits;
  private final PullStatus status;
  private final FrameEncoder encoder;
  private final HttpSource http;
  private final Deadline deadline = new Deadline();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private int failures;

  Pull(
      PullPlan plan,
      InputOpener inputs,
      ImageLimits limits,
      PullStatus status,
      FrameEncoder encoder) {
    this.plan = plan;
    this.inputs = inputs;
    this.limits = limits;
    this.status = status;
    this.encoder = encoder;
    this.thread = new Thread(this::run, "darkroom-pull-" + plan.sourceId());
    this.http = new HttpSource(plan, inputs.rules());
  }

  Pull start() {
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void run() {
    try {
      boolean again = true;
      while (again && !isClosed()) {
        again = playAndSurvive();
      }
    } finally {
      encoder.close();
      deadline.close();
      http.close();
    }
  }

  /** Whether to play again. */
  private boolean playAndSurvive() {
    try {
      return plan.uri() instanceof ImageFolder folder ? showImages(folder) : play();
    } catch (RuntimeException e) {
      return !isClosed() && recover(PullException.of(http.cause(e), deadline.limit()));
    } catch (LinkageError e) {
      return recover(
          new PullException(Retry.NEVER, "gateway: FFmpeg's libraries do not load: " + e));
    } catch (Error e) {
      log.error("source {}: reopens after an error", plan.sourceId(), e);
      return !isClosed() && recover(new PullException(Retry.LATER, "gateway: " + e));
    }
  }

  private boolean showImages(ImageFolder folder) {
    new ImageSlideshow(plan, folder.folder(), inputs.library(), limits, status, encoder, deadline)
        .run();
    return playAgain(plan.loop() && plan.fps() > 0);
  }

  private boolean play() {
    try (OpenInput input = inputs.open(plan, http, deadline)) {
      input.reader().rules(plan.pictures());
      status.opened(
          input.reader().codec(), input.reader().decoder(), input.transport(), input.mayStall());
      status.duration(input.reader().info().duration());
      Instant started = Instant.now();
      long frames = new Playback(plan, input, status, encoder, deadline, () -> failures = 0).run();
      if (input.kind().live()) {
        throw new PullException(Retry.SOON, "stream: it has ended. Connecting again.");
      }
      if (frames == 0) {
        throw new PullException(
            Retry.NEVER,
            plan.uri().redacted() + ": none of its pictures can be decoded. Check it.");
      }
      if (Instant.now().isBefore(started.plus(SHORTEST_LOOP))) {
        pause(SHORTEST_LOOP);
      }
    }
    return playAgain(plan.loop());
  }

  private boolean playAgain(boolean loop) {
    if (loop || isClosed()) {
      return loop;
    }
    encoder.flush();
    if (!isClosed()) {
      status.ended();
    }
    return false;
  }

  /** Waits for the next try; returns false if the source has failed for good. */
  private boolean recover(PullException failure) {
    String reason = SourceCredentials.hidden(plan.credentials(), failure.getMessage());
    log.info("source {}: {}", plan.sourceId(), reason);
    if (failure.retry() == Retry.NEVER) {
      status.failed(reason);
      return false;
    }
    Duration wait = failure.retry().delay(++failures);
    status.backingOff(reason, Instant.now().plus(wait));
    pause(wait);
    if (!isClosed()) {
      status.connecting();
    }
    return true;
  }

  private void pause(Duration time) {
    try {
      closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public SourceStatus status() {
    return status.now();
  }

  @Override
  public void awaitEnd(Duration longest) throws InterruptedException {
    thread.join(Math.max(1, longest.toMillis()));
  }

  @Override
  public void close() {
    closed.countDown();
    deadline.cancel();
    http.cancel();
    encoder.close();
  }
}
