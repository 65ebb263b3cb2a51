package io.darkroom.gateway.sources;

/** Decides which sources may be fetched. Thread-safe; blocks on DNS lookups. */
public interface SourceRules {

  /**
   * @throws io.darkroom.error.DarkroomException if the source may not be fetched
   */
  void require(SourceUri uri);
}
