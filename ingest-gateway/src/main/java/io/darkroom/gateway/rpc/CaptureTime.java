package io.darkroom.gateway.rpc;

import com.google.protobuf.Timestamp;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.WireTime;
import java.time.Instant;

/** Reads the capture time that a caller gives. */
public final class CaptureTime {

  private CaptureTime() {}

  public static Instant read(Timestamp time) {
    return WireTime.read(time)
        .orElseThrow(
            () ->
                DarkroomException.invalid(
                    "capturedAt",
                    "capturedAt: %d s (expected: a time in the years 1 to 9999). Correct it."
                        .formatted(time.getSeconds())));
  }
}
