package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.sources.FrameSink;
import io.darkroom.gateway.sources.RemoteUri;
import io.darkroom.gateway.sources.SourceRules;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.SourceRunner;
import io.darkroom.gateway.sources.SourceUri;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;

/** Fetches sources with FFmpeg, using two threads per source. Thread-safe. */
public final class Pulls implements SourceRunner, SourceRules {

  private final AddressRules rules;
  private final InputOpener inputs;
  private final ImageLimits limits;

  /** Throws {@code INVALID_ARGUMENT} if an entry of the allow-list is invalid. */
  public Pulls(SourceConfig sources, LibraryConfig library, ImageLimits limits) {
    this(new AddressRules(sources.allowed()), library, limits);
  }

  Pulls(AddressRules rules, LibraryConfig library, ImageLimits limits) {
    this.rules = rules;
    this.inputs = new InputOpener(rules, library);
    this.limits = limits;
  }

  /**
   * Refuses hosts that are forbidden now. A name that does not resolve is accepted, since it may
   * later.
   */
  @Override
  public void require(SourceUri uri) {
    if (!(uri instanceof RemoteUri remote)) {
      return;
    }
    try {
      rules.resolve(remote.host().replaceAll("[\\[\\]]", ""));
    } catch (DarkroomException e) {
      if (e.code() == ErrorCode.FORBIDDEN) {
        throw e;
      }
    }
  }

  @Override
  public SourceRun start(Source source, FrameSink sink) {
    PullStatus status = new PullStatus(source);
    try {
      PullPlan plan = PullPlan.of(source);
      FrameEncoder encoder = FrameEncoder.start(plan, sink, status, limits);
      return new Pull(plan, inputs, limits, status, encoder).start();
    } catch (RuntimeException e) {
      status.failed(PullException.of(e, Duration.ZERO).getMessage());
      return new Invalid(status);
    }
  }

  /** A source whose definition is invalid. */
  private record Invalid(PullStatus failed) implements SourceRun {
    @Override
    public SourceStatus status() {
      return failed.now();
    }

    @Override
    public void close() {
      // Nothing runs.
    }
  }
}
