package io.darkroom.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Headers;
import io.darkroom.frame.Headers.Header;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.topic.TraceHeaders;
import java.util.List;

/** A record of a producer: a line with its key, one with a header's value, and its own value. */
public final class RecordFuzz {

  private static final SourcePosition POSITION = new SourcePosition(0, 0, 0);

  private RecordFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    String[] parts = new String(input, ISO_8859_1).split("\n", 3);
    String key = parts.length > 1 ? parts[0] : null;
    String header = parts.length > 2 ? parts[1] : "";
    byte[] value = parts[parts.length - 1].getBytes(ISO_8859_1);
    TraceContext trace = TraceHeaders.readBytes(name -> header.getBytes(ISO_8859_1));
    TraceHeaders.write(trace, (name, text) -> {});
    Headers.ofUser(List.of(Header.of(header, header))).bytes();
    Hostile.call(() -> FrameCodec.decodeRecord(key, value, header, trace, POSITION))
        .ifPresent(FrameCodec::encode);
  }
}
