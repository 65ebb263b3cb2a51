package io.darkroom.gateway.sources;

/** What may be fetched. Thread-safe; may look names up, and so take its time. */
public interface SourceRules {

  /**
   * @throws io.darkroom.error.DarkroomException where it may not
   */
  void require(SourceUri uri);
}
