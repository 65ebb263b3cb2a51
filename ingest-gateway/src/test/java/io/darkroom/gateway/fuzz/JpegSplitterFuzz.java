package io.darkroom.gateway.fuzz;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageLimits;
import io.darkroom.fuzz.Hostile;
import io.darkroom.gateway.frames.publish.JpegSplitter;
import java.util.Arrays;
import java.util.Optional;

/** A body of JPEGs, which arrives in pieces. */
public final class JpegSplitterFuzz {

  private static final ImageLimits LIMITS = new ImageLimits(100, 1 << 10);
  private static final int PIECE = 100;

  private JpegSplitterFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    JpegSplitter whole = new JpegSplitter(ImageLimits.DEFAULT, false);
    whole.add(input, input.length);
    int images = drain(whole);
    JpegSplitter pieces = new JpegSplitter(ImageLimits.DEFAULT, false);
    JpegSplitter bounded = new JpegSplitter(LIMITS, true);
    int arrived = 0;
    for (int at = 0; at < input.length; at += PIECE) {
      byte[] piece = Arrays.copyOfRange(input, at, Math.min(input.length, at + PIECE));
      pieces.add(piece, piece.length);
      arrived += drain(pieces);
      bounded.add(piece, piece.length);
      Hostile.call(bounded::next);
    }
    bounded.rest();
    Hostile.require(arrived == images, "the same images in pieces");
    Hostile.require(pieces.rest().equals(whole.rest()), "the same rest");
  }

  private static int drain(JpegSplitter splitter) {
    int images = 0;
    for (Optional<ByteString> next = splitter.next(); next.isPresent(); next = splitter.next()) {
      images++;
    }
    return images;
  }
}
