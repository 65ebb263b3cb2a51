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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One source: opens it, plays it, and opens it again when it broke off, on a thread of its own. */
final class Pull implements SourceRun {

  private static final Logger log = LoggerFactory.getLogger(Pull.class);
  private static final Duration SHORTEST_LOOP = Duration.ofMillis(40);

  private final PullPlan plan;
  private final InputOpener inputs;
  private final ImageLimits limits;
  private final PullStatus status;
  private final FrameEncoder outlet;
  private final HttpOpener http;
  private final Deadline deadline = new Deadline();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

  Pull(
      PullPlan plan,
      InputOpener inputs,
      ImageLimits limits,
      PullStatus status,
      FrameEncoder outlet) {
    this.plan = plan;
    this.inputs = inputs;
    this.limits = limits;
    this.status = status;
    this.outlet = outlet;
    this.http = new HttpOpener(inputs.rules());
  }

  Pull start() {
    Thread thread = new Thread(this::run, "darkroom-pull-" + plan.sourceId());
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
      outlet.close();
      deadline.close();
    }
  }

  /** Whether to play again. */
  private boolean playAndSurvive() {
    try {
      return plan.uri() instanceof ImageFolder folder ? showImages(folder) : play();
    } catch (RuntimeException e) {
      return !isClosed() && recover(PullException.of(e));
    } catch (LinkageError e) {
      return recover(
          new PullException(Retry.NEVER, "gateway: FFmpeg's libraries do not load: " + e));
    } catch (Error e) {
      log.error("source {}: opened again after an error", plan.sourceId(), e);
      return !isClosed() && recover(new PullException(Retry.LATER, "gateway: " + e));
    }
  }

  private boolean showImages(ImageFolder folder) {
    new ImageSlideshow(plan, folder.folder(), inputs.library(), limits, status, outlet, deadline)
        .run();
    return playAgain(plan.loop() && plan.fps() > 0);
  }

  private boolean play() {
    try (OpenInput input = inputs.open(plan, http, deadline)) {
      status.opened(
          input.reader().codec(), input.reader().decoder(), input.transport(), input.pace().live());
      status.duration(input.reader().info().duration());
      Instant begun = Instant.now();
      long frames = new Playback(plan, input, status, outlet, deadline, backoff::reset).run();
      if (input.pace().live()) {
        throw new PullException(Retry.SOON, "stream: it ended");
      }
      if (frames == 0) {
        throw new PullException(
            Retry.NEVER, plan.uri().redacted() + ": no picture in it can be decoded. Check it.");
      }
      if (Instant.now().isBefore(begun.plus(SHORTEST_LOOP))) {
        pause(SHORTEST_LOOP);
      }
    }
    return playAgain(plan.loop());
  }

  private boolean playAgain(boolean loop) {
    if (loop || isClosed()) {
      return loop;
    }
    outlet.flush();
    if (!isClosed()) {
      status.ended();
    }
    return false;
  }

  /** Waits for the next try; false where there is none. */
  private boolean recover(PullException trouble) {
    String reason = SourceCredentials.hidden(plan.credentials(), trouble.getMessage());
    log.info("source {}: {}", plan.sourceId(), reason);
    if (trouble.retry() == Retry.NEVER) {
      status.failed(reason);
      return false;
    }
    Duration wait = backoff.next(trouble.retry() == Retry.SOON);
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
  public void close() {
    closed.countDown();
    deadline.cancel();
    http.cancel();
    outlet.close();
  }
}
