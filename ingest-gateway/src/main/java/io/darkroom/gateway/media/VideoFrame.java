package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageHeader;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * One picture of a stream: decoded, or still encoded as received. May be passed between threads;
 * the holder closes it.
 */
public final class VideoFrame implements AutoCloseable {

  /** Flags of frames (libavutil/frame.h), which the Java binding lacks. */
  private static final int CORRUPT = 1;

  private static final int KEY = 1 << 1;

  private final AVFrame frame;
  private final ByteString encoded;
  private final boolean damaged;
  private final long micros;
  private final int width;
  private final int height;

  private VideoFrame(
      AVFrame frame, ByteString encoded, boolean damaged, long micros, int width, int height) {
    this.frame = frame;
    this.damaged = damaged;
    this.encoded = encoded;
    this.micros = micros;
    this.width = width;
    this.height = height;
  }

  /** Moves the content out of a frame with a timestamp in µs; it is empty afterwards. */
  static VideoFrame taking(AVFrame decoded, boolean damaged) {
    AVFrame frame = av_frame_alloc();
    av_frame_move_ref(frame, decoded);
    return new VideoFrame(
        frame,
        null,
        damaged || frame.decode_error_flags() != 0 || (frame.flags() & CORRUPT) != 0,
        frame.pts(),
        frame.width(),
        frame.height());
  }

  /** An encoded picture that is passed on unchanged. */
  public static VideoFrame of(ByteString encoded, ImageHeader header, long micros) {
    return new VideoFrame(null, encoded, false, micros, header.width(), header.height());
  }

  /** Whether the picture was decoded without earlier ones. */
  public boolean key() {
    return frame == null || (frame.flags() & KEY) != 0;
  }

  /** Whether parts of the picture are missing or were concealed by the decoder. */
  public boolean damaged() {
    return damaged;
  }

  /** The presentation time in µs, by the stream's clock. */
  public long micros() {
    return micros;
  }

  /** The size in px at which the picture has the right shape, with square pixels. */
  Size shape() {
    AVRational pixel = frame == null ? null : frame.sample_aspect_ratio();
    if (pixel == null || pixel.num() <= 0 || pixel.den() <= 0) {
      return new Size(width, height);
    }
    return new Size((int) Math.max(1, (long) width * pixel.num() / pixel.den()), height);
  }

  /** The width in px. */
  public int width() {
    return width;
  }

  /** The height in px. */
  public int height() {
    return height;
  }

  Optional<ByteString> encoded() {
    return Optional.ofNullable(encoded);
  }

  AVFrame frame() {
    return frame;
  }

  @Override
  public void close() {
    if (frame != null) {
      av_frame_free(frame);
    }
  }
}
