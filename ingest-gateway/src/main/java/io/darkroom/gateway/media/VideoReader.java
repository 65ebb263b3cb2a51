package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.ImageHeader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The pictures of an input, packet by packet. Used by one thread; closed by who opened it, with the
 * native memory.
 */
public final class VideoReader implements AutoCloseable {

  private final Demuxer demuxer;
  private final Decoder decoder;
  private final boolean passJpeg;

  private VideoReader(Demuxer demuxer, Decoder decoder, boolean passJpeg) {
    this.demuxer = demuxer;
    this.decoder = decoder;
    this.passJpeg = passJpeg && demuxer.stream().codecpar().codec_id() == AV_CODEC_ID_MJPEG;
  }

  /**
   * Opens an input. Blocks until the deadline at the longest.
   *
   * @param passJpeg whether whole JPEGs are left as they come
   * @throws MediaException where it cannot be opened or holds no video
   */
  public static VideoReader open(MediaInput input, boolean passJpeg, Deadline deadline) {
    Demuxer demuxer = Demuxer.open(input, deadline);
    try {
      return new VideoReader(demuxer, Decoder.open(demuxer.stream()), passJpeg);
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  /**
   * Goes to the next packet; false at the end.
   *
   * @throws MediaException where reading fails, or the deadline is over
   */
  public boolean advance() {
    return demuxer.advance();
  }

  public int packetBytes() {
    return demuxer.packet().size();
  }

  /** Whether it can be decoded without those before it. */
  public boolean packetIsKey() {
    return demuxer.keyframe();
  }

  /**
   * When the packet is shown, by the stream's clock; {@code Long.MIN_VALUE} where it is not told.
   */
  public long packetMicros() {
    return demuxer.packetMicros();
  }

  /** Hands on the pictures that the packet completes; false where it was not decodable. */
  public boolean decode(Consumer<VideoFrame> pictures) {
    Optional<VideoFrame> whole = passJpeg ? wholeJpeg() : Optional.empty();
    if (whole.isPresent()) {
      pictures.accept(whole.get());
      return true;
    }
    return decode(demuxer.packet(), pictures);
  }

  /** Hands on the pictures that the decoder still holds, at the end. */
  public void drain(Consumer<VideoFrame> pictures) {
    decode(null, pictures);
  }

  private boolean decode(AVPacket packet, Consumer<VideoFrame> pictures) {
    return decoder.decode(
        packet, frame -> pictures.accept(VideoFrame.taking(frame, micros(frame))));
  }

  private long micros(AVFrame frame) {
    long best = frame.best_effort_timestamp();
    return demuxer.micros(best == AV_NOPTS_VALUE ? frame.pts() : best);
  }

  private Optional<VideoFrame> wholeJpeg() {
    byte[] bytes = new byte[packetBytes()];
    demuxer.packet().data().get(bytes);
    ByteString jpeg = UnsafeByteOperations.unsafeWrap(bytes);
    if (!Jpegs.isWhole(jpeg)) {
      return Optional.empty();
    }
    return Optional.of(VideoFrame.of(jpeg, ImageHeader.read(jpeg), packetMicros()));
  }

  /** Goes on from the last keyframe before that place. */
  public void seek(Duration position) {
    demuxer.seek(position);
    decoder.flush();
  }

  /** Where the stream begins, in µs of its clock. */
  public long startMicros() {
    return demuxer.startMicros();
  }

  /** Of a file; its size is 0 where only pictures tell it. */
  public MediaInfo info() {
    return new MediaInfo(
        demuxer.duration(),
        demuxer.fps(),
        decoder.codec(),
        demuxer.stream().codecpar().width(),
        demuxer.stream().codecpar().height());
  }

  public String codec() {
    return decoder.codec();
  }

  /**
   * What decodes, such as {@code h264} or {@code h264_cuvid}; {@code none} where JPEGs are passed
   * on.
   */
  public String decoder() {
    return passJpeg ? "none" : decoder.name();
  }

  @Override
  public void close() {
    decoder.close();
    demuxer.close();
  }
}
