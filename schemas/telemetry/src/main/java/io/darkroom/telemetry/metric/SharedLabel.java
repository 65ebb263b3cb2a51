package io.darkroom.telemetry.metric;

import java.util.List;

/**
 * Values of the labels of streams, pipelines and sources that stand for no single one. They begin
 * with an underscore, which no id does, so that they cannot be taken for somebody's stream.
 */
public final class SharedLabel {

  /** All that came after the limit of series was reached. */
  public static final String OTHER = "_other";

  /** Frames that ask for one answer, which belong to no stream and no pipeline. */
  public static final String REQUEST = "_request";

  /** The pipeline was deleted, so that its stream is not known any more. */
  public static final String UNKNOWN = "_unknown";

  public static final List<String> ALL = List.of(OTHER, REQUEST, UNKNOWN);

  private SharedLabel() {}
}
