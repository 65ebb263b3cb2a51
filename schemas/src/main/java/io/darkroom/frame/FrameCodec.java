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
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Encodes and decodes frames for Kafka, gRPC and WebSockets. Only this class uses the generated
 * frame message. Decoding copies nothing: the image is a slice of the given bytes, which you must
 * not modify afterwards. Encoding copies the image once.
 */
public final class FrameCodec {

  /** The largest integer that JSON and JavaScript represent exactly. */
  private static final long MOST_EXACT = (1L << 53) - 1;

  private FrameCodec() {}

  /** Encodes a frame into a new array. */
  public static byte[] encode(Frame frame) {
    return toMessage(frame).toByteArray();
  }

  /**
   * Decodes a frame. Validates all fields except the image itself.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  public static Frame decode(byte[] bytes) {
    return fromMessage(parse(bytes), Instant.EPOCH);
  }

  /**
   * Decodes a frame whose transport names its stream. The given stream id and time are used if the
   * frame has none. Keeps the bytes if the frame needs no change.
   *
   * @throws DarkroomException {@code INVALID_FRAME}, or {@code INVALID_ARGUMENT} if the frame names
   *     another stream
   */
  public static EncodedFrame receive(byte[] bytes, String streamId, Instant receivedAt) {
    io.darkroom.v1.Frame message = parse(bytes);
    Frame frame = named(bytes, () -> decode(message, streamId, receivedAt));
    io.darkroom.v1.Frame written = toMessage(frame);
    // The image is the same object in both, so its bytes are not compared.
    boolean same = written.equals(message) && written.getSerializedSize() == bytes.length;
    return new EncodedFrame(frame, same ? Optional.of(bytes) : Optional.empty());
  }

  /**
   * Decodes a frame that the transport has already parsed.
   *
   * @param streamId empty if the frame itself must name its stream
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
        "frame.stream_id: %s (expected: \"%s\"). Publish it to its own stream, or leave stream_id out."
            .formatted(Excerpt.quoted(message.getStreamId()), streamId));
  }

  /**
   * Parses a frame into its message, for transports that send messages. The image is not copied.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  public static io.darkroom.v1.Frame message(byte[] bytes) {
    return parse(bytes);
  }

  /** Parses a frame into its message and replaces its position. */
  public static io.darkroom.v1.Frame message(byte[] bytes, SourcePosition position) {
    return parse(bytes).toBuilder().setPosition(LineageCodec.toMessage(position)).build();
  }

  /**
   * Decodes a record of the topic {@code frames} or {@code requests}. Its value is a frame message,
   * with or without Confluent's framing, or a bare JPEG or PNG. A bare image takes its stream id
   * from the record's key, its sequence from the offset and its capture time from the timestamp.
   *
   * @param key the record's key; null if it has none
   * @throws DarkroomException {@code INVALID_FRAME} or {@code INVALID_IMAGE}
   */
  public static Frame decodeRecord(
      String key, byte[] value, String contentType, TraceContext trace, SourcePosition position) {
    Instant appendedAt = Instant.ofEpochMilli(position.appendedAtMillis());
    ByteString bytes = UnsafeByteOperations.unsafeWrap(value);
    Optional<Encoding> bare = ImageHeader.sniff(bytes);
    if (bare.isEmpty() && !ContentType.isImage(contentType) && value.length > 0) {
      ContentType.requireFrame(contentType);
      Frame frame =
          named(value, () -> fromMessage(parse(ConfluentFraming.payload(bytes)), appendedAt));
      return frame.trace().present() ? frame : frame.withTrace(trace);
    }
    Encoding encoding = bare.orElseGet(() -> ImageHeader.read(bytes).encoding());
    return Frame.captured(streamOf(key), 0, position.offset(), appendedAt, encoding, bytes)
        .withTrace(trace);
  }

  /** Returns the request id in a record, even if the record is otherwise invalid; may be empty. */
  public static String requestIdOf(byte[] value) {
    try {
      ByteString message = ConfluentFraming.payload(UnsafeByteOperations.unsafeWrap(value));
      return Names.validOrEmpty(parse(message).getRequest().getRequestId());
    } catch (DarkroomException e) {
      return "";
    }
  }

  /** Returns where a record wants its answer, even if the record is otherwise invalid. */
  public static OptionalInt answerPartitionOf(byte[] value) {
    try {
      ByteString message = ConfluentFraming.payload(UnsafeByteOperations.unsafeWrap(value));
      return LineageCodec.answerPartition(parse(message).getRequest());
    } catch (DarkroomException e) {
      return OptionalInt.empty();
    }
  }

  private static String streamOf(String key) {
    if (key != null && Names.valid(key)) {
      return key;
    }
    throw new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "record key: %s (expected: the stream id of a bare image: %s). %s"
            .formatted(
                key == null ? "none" : Excerpt.quoted(key),
                Names.EXPECTED,
                key == null ? "Publish with a key." : "Choose another key."));
  }

  private static io.darkroom.v1.Frame parse(byte[] bytes) {
    return parse(UnsafeByteOperations.unsafeWrap(bytes));
  }

  private static io.darkroom.v1.Frame parse(ByteString bytes) {
    try {
      return io.darkroom.v1.Frame.parseFrom(aliasing(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw ContentName.of(bytes).notAFrame(e);
    } catch (IOException e) {
      throw new IllegalStateException("reading an array cannot fail", e);
    }
  }

  /** Reads a frame from bytes; if that fails and they are a file of another format, names it. */
  private static Frame named(byte[] bytes, Supplier<Frame> reader) {
    try {
      return reader.get();
    } catch (DarkroomException e) {
      ContentName name = ContentName.ofFormat(UnsafeByteOperations.unsafeWrap(bytes));
      throw name.known() ? name.notAFrame(e) : e;
    }
  }

  static CodedInputStream aliasing(byte[] bytes) {
    return aliasing(UnsafeByteOperations.unsafeWrap(bytes));
  }

  /** Returns an input that reads byte fields as slices. */
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
      throw invalid("width and height", "more than 2147483647", "pixels");
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
        message.getStoredOrientation(),
        LineageCodec.fromMessage(message.getTrace()),
        request,
        message.hasProcessing()
            ? Optional.of(LineageCodec.fromMessage(message.getProcessing()))
            : Optional.empty(),
        Extras.of(message));
  }

  /** The answer to a request belongs to no stream, like the request itself. */
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
            .setImage(frame.image())
            .setStoredOrientation(frame.storedOrientation());
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
