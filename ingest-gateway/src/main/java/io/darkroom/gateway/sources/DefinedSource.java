package io.darkroom.gateway.sources;

import io.darkroom.v1.Source;
import java.time.Instant;

/**
 * A source as stored in the topic {@code sources}.
 *
 * @param definition includes passwords, which may be encrypted: never show or log it
 * @param partition of the topic; the gateway that owns it fetches the source
 * @param changedAt time of this revision, by the broker's clock
 */
public record DefinedSource(Source definition, int partition, Instant changedAt) {

  public String sourceId() {
    return definition.getSourceId();
  }

  /** Whether a gateway should fetch the source. */
  public boolean isWanted() {
    return !definition.getStopped();
  }

  DefinedSource with(Source other) {
    return new DefinedSource(other, partition, changedAt);
  }

  String etag() {
    return etag(definition);
  }

  /** Identifies one revision of one source. */
  static String etag(Source definition) {
    return definition.getUid() + "-" + definition.getRevision();
  }

  @Override
  public String toString() {
    return "%s, revision %d".formatted(sourceId(), definition.getRevision());
  }
}
