package io.darkroom.gateway.frames.feed;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.frames.publish.EarlierFrames;
import io.darkroom.gateway.kafka.RecordLookup;
import io.darkroom.v1.StreamReport;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Finds the last frames of a stream in the topic {@code frames}, for a producer that continues its
 * run at this gateway after it published at another one. Thread-safe.
 */
public final class LoggedFrames implements EarlierFrames {

  /** How many records of the partition to look at; they belong to all streams of the partition. */
  static final int LOOK_BACK = 256;

  private final RecordLookup lookup;
  private final Function<String, Optional<StreamReport>> reports;

  /**
   * @param lookup of the topic of frames
   * @param reports what the job reports of a stream's newest frame
   */
  public LoggedFrames(RecordLookup lookup, Function<String, Optional<StreamReport>> reports) {
    this.lookup = lookup;
    this.reports = reports;
  }

  @Override
  public OptionalLong lastSequence(String streamId, long epoch) {
    return reports
        .apply(streamId)
        .filter(report -> report.getLastFrame().getEpoch() == epoch)
        .stream()
        .mapToLong(report -> report.getLastFrame().getSequence())
        .findFirst();
  }

  @Override
  public CompletableFuture<Void> read(String streamId, BiConsumer<Frame, SourcePosition> found) {
    Optional<io.darkroom.v1.SourcePosition> last =
        reports.apply(streamId).map(StreamReport::getLastPosition);
    if (last.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    OptionalLong from = OptionalLong.of(Math.max(0, last.get().getOffset() - LOOK_BACK));
    return lookup.read(last.get().getPartition(), from, message -> pass(message, streamId, found));
  }

  private static void pass(
      ConsumerRecord<byte[], byte[]> message,
      String streamId,
      BiConsumer<Frame, SourcePosition> found) {
    try {
      Frame frame = StreamFeed.decode(message);
      if (frame.streamId().equals(streamId)) {
        found.accept(frame, StreamFeed.positionOf(message));
      }
    } catch (DarkroomException e) {
      // Not a frame; the job rejects and counts it.
    }
  }
}
