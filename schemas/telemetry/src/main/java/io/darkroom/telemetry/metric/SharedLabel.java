package io.darkroom.telemetry.metric;

import java.util.List;

/**
 * Values of the labels for streams, pipelines and sources that do not name a single one. They begin
 * with an underscore, which no id does, so they cannot collide with a user's stream.
 */
public final class SharedLabel {

  /** All values that arrived after the limit of series was reached. */
  public static final String OTHER = "_other";

  /** Requests, which belong to no stream and no pipeline. */
  public static final String REQUEST = "_request";

  /** The pipeline was deleted, so its stream is unknown. */
  public static final String UNKNOWN = "_unknown";

  public static final List<String> ALL = List.of(OTHER, REQUEST, UNKNOWN);

  private SharedLabel() {}
}
