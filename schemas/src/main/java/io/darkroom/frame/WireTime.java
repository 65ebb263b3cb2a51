package io.darkroom.frame;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Converts times to and from protobuf timestamps. */
public final class WireTime {

  private static final long FIRST_SECOND = -62_135_596_800L;
  private static final long LAST_SECOND = 253_402_300_799L;

  private WireTime() {}

  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** Limits a time from another clock to the years 1970 to 9999. */
  public static Instant clamped(long epochMillis) {
    return Instant.ofEpochMilli(Math.max(0, Math.min(epochMillis, LAST_SECOND * 1000)));
  }

  /**
   * Reads a timestamp. Empty outside the years 1 to 9999 that protobuf allows, where later
   * arithmetic could overflow.
   */
  public static Optional<Instant> read(Timestamp timestamp) {
    boolean valid =
        timestamp.getSeconds() >= FIRST_SECOND
            && timestamp.getSeconds() <= LAST_SECOND
            && timestamp.getNanos() >= 0
            && timestamp.getNanos() < 1_000_000_000;
    return valid
        ? Optional.of(Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()))
        : Optional.empty();
  }
}
