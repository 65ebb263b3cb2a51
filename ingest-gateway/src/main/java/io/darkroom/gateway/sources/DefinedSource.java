package io.darkroom.gateway.sources;

import io.darkroom.v1.Source;
import java.time.Instant;

/**
 * A source as the topic {@code sources} has it.
 *
 * @param definition with its passwords: not to be shown, nor to be logged
 * @param partition of the topic; whose gateway fetches it
 * @param changedAt when it became so, by the broker's clock
 */
public record DefinedSource(Source definition, int partition, Instant changedAt) {

  public String sourceId() {
    return definition.getSourceId();
  }

  /** Whether some gateway should fetch it. */
  public boolean isWanted() {
    return !definition.getStopped();
  }

  String etag() {
    return etag(definition);
  }

  /** Names this revision of this source, and no other one. */
  static String etag(Source definition) {
    return definition.getUid() + "-" + definition.getRevision();
  }

  @Override
  public String toString() {
    return "%s, revision %d".formatted(sourceId(), definition.getRevision());
  }
}
