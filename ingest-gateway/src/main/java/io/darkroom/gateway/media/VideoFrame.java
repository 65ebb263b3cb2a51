package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageHeader;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One picture of a stream: decoded, or still encoded as received. May be passed between threads;
 * the holder closes it.
 */
public final class VideoFrame implements AutoCloseable {

  private final AVFrame frame;
  private final ByteString encoded;
  private final long micros;
  private final int width;
  private final int height;

  private VideoFrame(AVFrame frame, ByteString encoded, long micros, int width, int height) {
    this.frame = frame;
    this.encoded = encoded;
    this.micros = micros;
    this.width = width;
    this.height = height;
  }

  /** Moves the content out of a frame, which is empty afterwards. */
  static VideoFrame taking(AVFrame decoded, long micros) {
    AVFrame frame = av_frame_alloc();
    av_frame_move_ref(frame, decoded);
    return new VideoFrame(frame, null, micros, frame.width(), frame.height());
  }

  /** An encoded picture that is passed on unchanged. */
  public static VideoFrame of(ByteString encoded, ImageHeader header, long micros) {
    return new VideoFrame(null, encoded, micros, header.width(), header.height());
  }

  /** The presentation time in µs, by the stream's clock. */
  public long micros() {
    return micros;
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
