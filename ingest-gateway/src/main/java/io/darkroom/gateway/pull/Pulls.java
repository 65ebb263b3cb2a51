package io.darkroom.gateway.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.LibraryConfig;
import io.darkroom.gateway.SourceConfig;
import io.darkroom.gateway.source.FrameSink;
import io.darkroom.gateway.source.RemoteUri;
import io.darkroom.gateway.source.SourceRules;
import io.darkroom.gateway.source.SourceRun;
import io.darkroom.gateway.source.SourceRunner;
import io.darkroom.gateway.source.SourceUri;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;

/** Fetches sources by FFmpeg, two threads each. Thread-safe. */
public final class Pulls implements SourceRunner, SourceRules {

  private final AddressRules rules;
  private final Inputs inputs;
  private final ImageLimits limits;

  /** Throws {@code INVALID_ARGUMENT} where an entry of the allow-list is none. */
  public Pulls(SourceConfig sources, LibraryConfig library, ImageLimits limits) {
    this.rules = new AddressRules(sources.allowed());
    this.inputs = new Inputs(rules, library);
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
      Outlet outlet = Outlet.start(plan, sink, status, limits);
      return new Pull(plan, inputs, limits, status, outlet).start();
    } catch (RuntimeException e) {
      status.failed(TroubleException.of(e).getMessage());
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
