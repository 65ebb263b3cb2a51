package io.darkroom.frame;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Frames to and from their bytes on Kafka, gRPC and WebSockets. The only code that touches the
 * generated frame message. Decoding copies nothing: the image is a slice of the bytes given, which
 * must not change afterwards. Encoding copies the image once.
 */
public final class FrameCodec {

  /** JSON and JavaScript have no larger whole number that is exact. */
  private static final long MOST_EXACT = (1L << 53) - 1;

  private FrameCodec() {}

  /** The bytes of a frame, as a new array that nobody else holds. */
  public static byte[] encode(Frame frame) {
    return toMessage(frame).toByteArray();
  }

  /**
   * Reads a frame; what is wrong with its envelope is found, what is wrong with its image is not.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  public static Frame decode(byte[] bytes) {
    return fromMessage(parse(bytes), Instant.EPOCH);
  }

  /**
   * Reads a frame whose transport names its stream; where the frame leaves stream or capture time
   * out, the given ones stand.
   *
   * @throws DarkroomException {@code INVALID_FRAME}, or {@code INVALID_ARGUMENT} where the frame
   *     names another stream
   */
  public static Frame decode(byte[] bytes, String streamId, Instant receivedAt) {
    return decode(parse(bytes), streamId, receivedAt);
  }

  /**
   * The same of a frame that a transport has parsed.
   *
   * @param streamId empty where the frame itself has to name its stream
   */
  public static Frame decode(io.darkroom.v1.Frame message, String streamId, Instant receivedAt) {
    if (streamId.isEmpty() || message.getStreamId().equals(streamId)) {
      return fromMessage(message, receivedAt);
    }
    if (message.getStreamId().isEmpty()) {
      return fromMessage(message.toBuilder().setStreamId(streamId).build(), receivedAt);
    }
    throw DarkroomException.invalid(
        "stream_id",
        "frame.stream_id: %s (expected: \"%s\"). Send it to its own stream, or leave it out."
            .formatted(Excerpt.quoted(message.getStreamId()), streamId));
  }

  /**
   * The message of a frame's bytes, for transports that send messages; the image is not copied.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  public static io.darkroom.v1.Frame message(byte[] bytes) {
    return parse(bytes);
  }

  /** The same with the frame's identity, whatever the bytes say of it. */
  public static io.darkroom.v1.Frame message(byte[] bytes, SourcePosition position) {
    return parse(bytes).toBuilder().setPosition(LineageCodec.toMessage(position)).build();
  }

  /**
   * Reads the value of a record of the topic {@code frames} or {@code requests}, which is a frame
   * message, the same with Confluent's framing, or a bare JPEG or PNG. Of a bare image the stream
   * is the record's key, the sequence its offset and the capture time its timestamp.
   *
   * @param key the record's key; null where it has none
   * @throws DarkroomException {@code INVALID_FRAME} or {@code INVALID_IMAGE}
   */
  public static Frame decodeRecord(
      String key, byte[] value, String contentType, TraceContext trace, SourcePosition position) {
    Instant appendedAt = Instant.ofEpochMilli(position.appendedAtMillis());
    ByteString bytes = UnsafeByteOperations.unsafeWrap(value);
    Optional<Encoding> bare = ImageHeader.sniff(bytes);
    if (bare.isEmpty() && !ContentType.isImage(contentType) && value.length > 0) {
      ContentType.requireFrame(contentType);
      Frame frame = fromMessage(parse(ConfluentFraming.payload(bytes)), appendedAt);
      return frame.trace().present() ? frame : frame.withTrace(trace);
    }
    Encoding encoding = bare.orElseGet(() -> ImageHeader.read(bytes).encoding());
    return Frame.captured(streamOf(key), 0, position.offset(), appendedAt, encoding, bytes)
        .withTrace(trace);
  }

  /** The id of the request in a record's value, whatever else is wrong with it; empty if none. */
  public static String requestIdOf(byte[] value) {
    try {
      ByteString message = ConfluentFraming.payload(UnsafeByteOperations.unsafeWrap(value));
      return Names.validOrEmpty(parse(message).getRequest().getRequestId());
    } catch (DarkroomException e) {
      return "";
    }
  }

  private static String streamOf(String key) {
    if (key != null && Names.valid(key)) {
      return key;
    }
    throw new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "record key: %s (expected: the stream id of a bare image). Publish with a key."
            .formatted(key == null ? "none" : Excerpt.quoted(key)));
  }

  private static io.darkroom.v1.Frame parse(byte[] bytes) {
    return parse(UnsafeByteOperations.unsafeWrap(bytes));
  }

  private static io.darkroom.v1.Frame parse(ByteString bytes) {
    try {
      return io.darkroom.v1.Frame.parseFrom(aliasing(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME,
          "frame: %d bytes that are no protobuf (expected: darkroom.v1.Frame, a JPEG or a PNG). %s"
              .formatted(bytes.size(), "Check the producer."),
          e);
    } catch (IOException e) {
      throw new IllegalStateException("reading an array cannot fail", e);
    }
  }

  static CodedInputStream aliasing(byte[] bytes) {
    return aliasing(UnsafeByteOperations.unsafeWrap(bytes));
  }

  /** Input from which byte fields are taken as slices. */
  static CodedInputStream aliasing(ByteString bytes) {
    CodedInputStream input = bytes.newCodedInput();
    input.enableAliasing(true);
    return input;
  }

  static Frame fromMessage(io.darkroom.v1.Frame message, Instant defaultCaptureTime) {
    Optional<Request> request =
        message.hasRequest()
            ? Optional.of(LineageCodec.fromMessage(message.getRequest()))
            : Optional.empty();
    boolean ofNoStream = request.isPresent() || answersRequest(message);
    if (!Names.valid(message.getStreamId()) && !(ofNoStream && message.getStreamId().isEmpty())) {
      throw invalid("stream_id", Excerpt.quoted(message.getStreamId()), Names.EXPECTED);
    }
    if (message.getSequence() < 0 || message.getSequence() > MOST_EXACT) {
      throw invalid("sequence", message.getSequence(), "0 to " + MOST_EXACT);
    }
    if (Math.abs(message.getEpoch()) > MOST_EXACT || message.getEpoch() == Long.MIN_VALUE) {
      throw invalid("epoch", message.getEpoch(), "microseconds, at most " + MOST_EXACT);
    }
    if (message.getWidthPx() < 0 || message.getHeightPx() < 0) {
      throw invalid("width and height", "beyond 2147483647", "pixels");
    }
    return new Frame(
        message.getStreamId(),
        message.getEpoch(),
        message.getSequence(),
        message.hasCapturedAt()
            ? toInstant("captured_at", message.getCapturedAt())
            : defaultCaptureTime,
        encodingOf(message),
        message.getWidthPx(),
        message.getHeightPx(),
        message.getImage(),
        LineageCodec.fromMessage(message.getTrace()),
        request,
        message.hasProcessing()
            ? Optional.of(LineageCodec.fromMessage(message.getProcessing()))
            : Optional.empty(),
        Extras.of(message));
  }

  /** Such a frame belongs to no stream, like the one that asked. */
  private static boolean answersRequest(io.darkroom.v1.Frame message) {
    return message.hasProcessing() && message.getProcessing().getPipelineId().isEmpty();
  }

  private static Encoding encodingOf(io.darkroom.v1.Frame message) {
    return switch (message.getEncoding()) {
      case ENCODING_JPEG -> Encoding.JPEG;
      case ENCODING_PNG -> Encoding.PNG;
      case ENCODING_RAW_BGR8 -> requireRawSize(Encoding.RAW_BGR8, message);
      case ENCODING_RAW_GRAY8 -> requireRawSize(Encoding.RAW_GRAY8, message);
      case ENCODING_UNSPECIFIED -> ImageHeader.read(message.getImage()).encoding();
      case UNRECOGNIZED ->
          throw invalid("encoding", message.getEncodingValue(), "one of " + Encoding.names());
    };
  }

  private static Encoding requireRawSize(Encoding encoding, io.darkroom.v1.Frame message) {
    long pixels = (long) message.getWidthPx() * message.getHeightPx();
    long expected = pixels * encoding.bytesPerPixel();
    if (pixels > 0 && message.getImage().size() == expected) {
      return encoding;
    }
    throw invalid(
        "image",
        "%d bytes of %s at %d x %d px"
            .formatted(
                message.getImage().size(),
                encoding.text(),
                message.getWidthPx(),
                message.getHeightPx()),
        expected + " bytes");
  }

  static DarkroomException invalid(String field, Object value, String expected) {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "frame.%s: %s (expected: %s). Check the producer.".formatted(field, value, expected));
  }

  static io.darkroom.v1.Frame toMessage(Frame frame) {
    io.darkroom.v1.Frame.Builder message =
        io.darkroom.v1.Frame.newBuilder()
            .setStreamId(frame.streamId())
            .setEpoch(frame.epoch())
            .setSequence(frame.sequence())
            .setCapturedAt(WireTime.of(frame.capturedAt()))
            .setEncoding(toMessage(frame.encoding()))
            .setWidthPx(frame.width())
            .setHeightPx(frame.height())
            .setImage(frame.image());
    if (frame.trace().present()) {
      message.setTrace(LineageCodec.toMessage(frame.trace()));
    }
    frame.request().map(LineageCodec::toMessage).ifPresent(message::setRequest);
    frame.processing().map(LineageCodec::toMessage).ifPresent(message::setProcessing);
    frame.extras().addTo(message);
    return message.build();
  }

  private static io.darkroom.v1.Encoding toMessage(Encoding encoding) {
    return switch (encoding) {
      case JPEG -> io.darkroom.v1.Encoding.ENCODING_JPEG;
      case PNG -> io.darkroom.v1.Encoding.ENCODING_PNG;
      case RAW_BGR8 -> io.darkroom.v1.Encoding.ENCODING_RAW_BGR8;
      case RAW_GRAY8 -> io.darkroom.v1.Encoding.ENCODING_RAW_GRAY8;
    };
  }

  static Instant toInstant(String field, Timestamp timestamp) {
    return WireTime.read(timestamp)
        .orElseThrow(
            () -> invalid(field, timestamp.getSeconds() + " s", "a time in the years 1 to 9999"));
  }
}
