package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageHeader;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * One picture of a stream before it is encoded: decoded, or a JPEG as it came. May go from thread
 * to thread; closed by who holds it.
 */
public final class Still implements AutoCloseable {

  private final AVFrame frame;
  private final ByteString jpeg;
  private final long micros;
  private final int width;
  private final int height;

  private Still(AVFrame frame, ByteString jpeg, long micros, int width, int height) {
    this.frame = frame;
    this.jpeg = jpeg;
    this.micros = micros;
    this.width = width;
    this.height = height;
  }

  /** Takes what the frame holds and leaves it empty. */
  static Still taking(AVFrame decoded, long micros) {
    AVFrame frame = av_frame_alloc();
    av_frame_move_ref(frame, decoded);
    return new Still(frame, null, micros, frame.width(), frame.height());
  }

  static Still of(ByteString jpeg, ImageHeader header, long micros) {
    return new Still(null, jpeg, micros, header.width(), header.height());
  }

  /** When it is shown, by the stream's own clock. */
  public long micros() {
    return micros;
  }

  /** In px. */
  public int width() {
    return width;
  }

  /** In px. */
  public int height() {
    return height;
  }

  Optional<ByteString> jpeg() {
    return Optional.ofNullable(jpeg);
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
