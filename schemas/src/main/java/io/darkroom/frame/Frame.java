package io.darkroom.frame;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Optional;

/**
 * One encoded picture of one stream. Immutable.
 *
 * @param streamId empty on frames that carry a request
 * @param epoch when the producer's run started, in microseconds since 1970
 * @param sequence number of the frame within its epoch; increases by one
 * @param capturedAt when the picture was taken, by the producer's clock
 * @param width in px; 0 if only the image header contains it
 * @param height in px; 0 if only the image header contains it
 * @param image the encoded bytes, possibly a slice of the record; never copied
 * @param storedOrientation whether the picture keeps the orientation that it is stored in, instead
 *     of being turned upright as its EXIF data says
 * @param request set on a frame that asks for one answer
 * @param processing set on processed frames
 * @param extras attributes and unknown fields that the producer set
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
    boolean storedOrientation,
    TraceContext trace,
    Optional<Request> request,
    Optional<Processing> processing,
    Extras extras) {

  /** Creates a raw frame of a stream. */
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
        false,
        TraceContext.NONE,
        Optional.empty(),
        Optional.empty(),
        Extras.NONE);
  }

  /** Returns a copy with another stream id, epoch and sequence. */
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
        storedOrientation,
        trace,
        request,
        processing,
        extras);
  }

  /** Returns a copy that carries a request. */
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
        storedOrientation,
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
        storedOrientation,
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
        storedOrientation,
        trace,
        request,
        processing,
        extras);
  }

  /** Returns a copy that keeps the orientation that its picture is stored in, or does not. */
  public Frame withStoredOrientation(boolean stored) {
    return new Frame(
        streamId,
        epoch,
        sequence,
        capturedAt,
        encoding,
        width,
        height,
        image,
        stored,
        trace,
        request,
        processing,
        extras);
  }

  /** Returns a copy without the image. */
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
        storedOrientation,
        trace,
        request,
        processing,
        extras);
  }
}
