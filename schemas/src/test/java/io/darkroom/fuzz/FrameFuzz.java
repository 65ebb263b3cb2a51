package io.darkroom.fuzz;

import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.SourcePosition;
import java.time.Instant;

/** The bytes of a frame, as a client sends it and as a record has it. */
public final class FrameFuzz {

  private static final SourcePosition POSITION = new SourcePosition(0, 0, 0);

  private FrameFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Hostile.call(() -> FrameCodec.decode(input))
        .ifPresent(frame -> FrameCodec.decode(FrameCodec.encode(frame)));
    Hostile.call(() -> FrameCodec.receive(input, "lobby", Instant.EPOCH).encoding());
    Hostile.call(() -> FrameCodec.message(input, POSITION));
    FrameCodec.requestIdOf(input);
    FrameCodec.answerPartitionOf(input);
  }
}
