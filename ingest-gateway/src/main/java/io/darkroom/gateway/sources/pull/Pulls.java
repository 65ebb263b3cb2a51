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

/** Fetches sources by FFmpeg, two threads each. Thread-safe. */
public final class Pulls implements SourceRunner, SourceRules {

  private final AddressRules rules;
  private final InputOpener inputs;
  private final ImageLimits limits;

  /** Throws {@code INVALID_ARGUMENT} where an entry of the allow-list is none. */
  public Pulls(SourceConfig sources, LibraryConfig library, ImageLimits limits) {
    this.rules = new AddressRules(sources.allowed());
    this.inputs = new InputOpener(rules, library);
    this.limits = limits;
  }

  /** Whether the host may be connected to as things are; one that is not known now may be later. */
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
      FrameEncoder outlet = FrameEncoder.start(plan, sink, status, limits);
      return new Pull(plan, inputs, limits, status, outlet).start();
    } catch (RuntimeException e) {
      status.failed(PullException.of(e).getMessage());
      return new Unreadable(status);
    }
  }

  /** A source whose definition says nothing that could be fetched. */
  private record Unreadable(PullStatus told) implements SourceRun {
    @Override
    public SourceStatus status() {
      return told.now();
    }

    @Override
    public void close() {
      // Nothing runs.
    }
  }
}
