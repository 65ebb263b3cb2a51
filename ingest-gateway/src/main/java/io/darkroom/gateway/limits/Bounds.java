package io.darkroom.gateway.limits;

/**
 * Enforces the {@link GatewayLimits} and exports each with its use as metrics. One per gateway.
 * Pipelines, sources and presets are shared: gateways that create some at the same moment may
 * together exceed a limit by one each.
 */
public final class Bounds {

  private final GatewayLimits limits;
  private final Limit pipelines;
  private final Limit pipelinesPerStream;
  private final Limit sources;
  private final Limit presets;
  private final Limit bodyBytes;
  private final Slots sessions;
  private final Slots watchers;
  private final Slots publishers;
  private final Slots calls;

  public Bounds(GatewayLimits limits, LimitGauges metrics) {
    this.limits = limits;
    pipelines = new Limit("pipelines", limits.pipelines(), "--max-pipelines", metrics);
    pipelinesPerStream =
        new Limit(
            "pipelines_per_stream",
            limits.pipelinesPerStream(),
            "--max-pipelines-per-stream",
            metrics);
    sources = new Limit("sources", limits.sources(), "--max-sources", metrics);
    presets = new Limit("presets", limits.presets(), "--max-presets", metrics);
    bodyBytes = new Limit("body_bytes", limits.bodyBytes(), "--max-body-bytes-in-flight", metrics);
    sessions = slots("sessions", limits.sessions(), metrics);
    watchers = slots("watchers", limits.watchers(), metrics);
    publishers = slots("publishers", limits.publishers(), metrics);
    calls = slots("calls", limits.calls(), metrics);
    metrics.limited("connections", limits.connections());
  }

  private static Slots slots(String name, int most, LimitGauges metrics) {
    return new Slots(new Limit(name, most, "--max-" + name, metrics));
  }

  public GatewayLimits limits() {
    return limits;
  }

  public Limit pipelines() {
    return pipelines;
  }

  public Limit pipelinesPerStream() {
    return pipelinesPerStream;
  }

  public Limit sources() {
    return sources;
  }

  public Limit presets() {
    return presets;
  }

  /** Bytes of bodies and messages that are being received. */
  public Limit bodyBytes() {
    return bodyBytes;
  }

  /** {@code StreamProcessVideo} and {@code StreamVideo} calls. */
  public Slots sessions() {
    return sessions;
  }

  /** Watchers of frames, by any protocol. */
  public Slots watchers() {
    return watchers;
  }

  /** Publish sockets and {@code PublishFrames} calls. */
  public Slots publishers() {
    return publishers;
  }

  /** Calls that watch resources, such as {@code WatchStreams}. */
  public Slots calls() {
    return calls;
  }
}
