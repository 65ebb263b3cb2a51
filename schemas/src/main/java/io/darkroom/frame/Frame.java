package io.darkroom.frame;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/**
 * One encoded picture of one stream; immutable.
 *
 * @param streamId empty on frames that carry a request
 * @param epoch start of the producer's run, in microseconds since 1970
 * @param sequence counts up by one within an epoch
 * @param capturedAt by the producer's clock
 * @param width in px; 0 where only the image's own header tells
 * @param height in px; 0 where only the image's own header tells
 * @param image the encoded bytes; may be a slice of the record it came in, never copied
 * @param request set on a frame that asks for one answer
 * @param processing set on processed frames
 * @param extras of the frame as its producer made it
 */
public record Frame(
    String streamId,
    long epoch,
    long sequence,
    Instant capturedAt,
    Encoding encoding,
    int width,
    int height,
    ByteString image,
    TraceContext trace,
    Optional<Request> request,
    Optional<Processing> processing,
    Extras extras) {

  /** A frame as a camera makes it. */
  public static Frame captured(
      String streamId,
      long epoch,
      long sequence,
      Instant capturedAt,
      Encoding encoding,
      ByteString image) {
    return new Frame(
        streamId,
        epoch,
        sequence,
        capturedAt,
        encoding,
        0,
        0,
        image,
        TraceContext.NONE,
        Optional.empty(),
        Optional.empty(),
        Extras.NONE);
  }

  /** The same picture as another stream's, or at another place in it. */
  public Frame renumbered(String newStreamId, long newEpoch, long newSequence) {
    return new Frame(
        newStreamId,
        newEpoch,
        newSequence,
        capturedAt,
        encoding,
        width,
        height,
        image,
        trace,
        request,
        processing,
        extras);
  }

  /** The same picture, with what is wanted done with it. */
  public Frame asking(Request newRequest) {
    return new Frame(
        streamId,
        epoch,
        sequence,
        capturedAt,
        encoding,
        width,
        height,
        image,
        trace,
        Optional.of(newRequest),
        processing,
        extras);
  }

  public Frame withTrace(TraceContext newTrace) {
    return new Frame(
        streamId,
        epoch,
        sequence,
        capturedAt,
        encoding,
        width,
        height,
        image,
        newTrace,
        request,
        processing,
        extras);
  }

  public Frame withSize(int newWidth, int newHeight) {
    return new Frame(
        streamId,
        epoch,
        sequence,
        capturedAt,
        encoding,
        newWidth,
        newHeight,
        image,
        trace,
        request,
        processing,
        extras);
  }

  /** The same frame without its picture. */
  public Frame withoutImage() {
    return new Frame(
        streamId,
        epoch,
        sequence,
        capturedAt,
        encoding,
        width,
        height,
        ByteString.EMPTY,
        trace,
        request,
        processing,
        extras);
  }
}
