package io.darkroom.operator;

/**
 * A record of the topic {@code pipelines}: immutable.
 *
 * @param offset in the topic's one partition
 * @param timeline the unread value; empty if the record is a tombstone
 * @param appendedAtMillis by the broker's clock, in ms since 1970
 */
public record PipelineRecord(
    long offset, String pipelineId, byte[] timeline, long appendedAtMillis) {

  public boolean deletes() {
    return timeline.length == 0;
  }
}
