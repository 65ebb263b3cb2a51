package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.Orientation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Reads the pictures of an input, packet by packet. Used by one thread. Closing it frees native
 * memory.
 */
public final class VideoReader implements AutoCloseable {

  private final Demuxer demuxer;
  private final Decoder decoder;
  private final PictureFilter filter = new PictureFilter();
  private final PictureTimes times;
  private final RtpLosses losses;
  private final boolean passJpeg;
  private PictureRules rules = PictureRules.DEFAULT;

  private VideoReader(Demuxer demuxer, Decoder decoder, boolean passJpeg) {
    this.demuxer = demuxer;
    this.decoder = decoder;
    this.times = new PictureTimes(demuxer);
    this.losses = demuxer.losses();
    this.passJpeg = passJpeg && demuxer.stream().codecpar().codec_id() == AV_CODEC_ID_MJPEG;
  }

  /**
   * Opens an input. Blocks until the deadline at most.
   *
   * @param passJpeg whether complete JPEGs are passed on without decoding
   * @throws MediaException if the input cannot be opened or has no video
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

  /** Sets how the following pictures are shown. */
  public void rules(PictureRules wanted) {
    rules = wanted;
    filter.rules(wanted);
  }

  /**
   * Reads the next packet; returns false at the end.
   *
   * @throws MediaException if reading fails or the deadline has passed
   */
  public boolean advance() {
    return demuxer.advance();
  }

  /** Returns how many RTP packets have got lost since the last call; 0 if the input is no RTP. */
  public int lostPackets() {
    return losses.next();
  }

  public int packetBytes() {
    return demuxer.packet().size();
  }

  /** Whether the packet can be decoded without earlier ones. */
  public boolean packetIsKey() {
    return demuxer.keyframe();
  }

  /**
   * The presentation time of the packet in µs, by the stream's clock; {@code Long.MIN_VALUE} if
   * unknown.
   */
  public long packetMicros() {
    return demuxer.packetMicros();
  }

  /** Passes on the pictures that the packet completes. Returns false if it cannot be decoded. */
  public boolean decode(Consumer<VideoFrame> pictures) {
    Optional<VideoFrame> whole = passesJpeg() ? wholeJpeg() : Optional.empty();
    if (whole.isPresent()) {
      pictures.accept(whole.get());
      return true;
    }
    return decode(demuxer.packet(), pictures);
  }

  private boolean passesJpeg() {
    return passJpeg && orientation() == Orientation.AS_STORED;
  }

  /** How pictures are turned, as far as the container says. */
  private Orientation orientation() {
    return rules.upright() ? DisplayMatrix.of(demuxer.stream().codecpar()) : Orientation.AS_STORED;
  }

  /** Passes on the pictures that decoder and filters still hold at the end. */
  public void drain(Consumer<VideoFrame> pictures) {
    decode(null, pictures);
    filter.drain(frame -> pictures.accept(VideoFrame.taking(frame, false)));
  }

  private boolean decode(AVPacket packet, Consumer<VideoFrame> pictures) {
    boolean damaged = packet != null && demuxer.damaged();
    return decoder.decode(
        packet,
        frame -> {
          frame.pts(times.of(frame));
          frame.sample_aspect_ratio(demuxer.pixelAspect(frame));
          filter.apply(frame, shown -> pictures.accept(VideoFrame.taking(shown, damaged)));
        });
  }

  private Optional<VideoFrame> wholeJpeg() {
    byte[] bytes = new byte[packetBytes()];
    demuxer.packet().data().get(bytes);
    ByteString jpeg = UnsafeByteOperations.unsafeWrap(bytes);
    if (!Jpegs.isWhole(jpeg)) {
      return Optional.empty();
    }
    long micros = times.of(packetMicros(), demuxer.packet().duration());
    return Optional.of(VideoFrame.of(jpeg, ImageHeader.read(jpeg, !rules.upright()), micros));
  }

  /** Continues at the last keyframe before the position. */
  public void seek(Duration position) {
    demuxer.seek(position);
    decoder.flush();
    filter.discard();
    times.seeked(startMicros() + TimeUnit.NANOSECONDS.toMicros(position.toNanos()));
  }

  /** Whether the timestamps come from the sender. */
  public boolean hasClock() {
    return demuxer.hasClock();
  }

  /** Whether the stream's clock may jump, as in MPEG transport streams. */
  public boolean clockMayJump() {
    return demuxer.clockMayJump();
  }

  /** The time of the stream's start, in µs of its clock. */
  public long startMicros() {
    return demuxer.startMicros();
  }

  /** The metadata of the input. The size is 0 if only the pictures have it. */
  public MediaInfo info() {
    int width = demuxer.stream().codecpar().width();
    int height = demuxer.stream().codecpar().height();
    boolean swapped = orientation().swapsSides();
    return new MediaInfo(
        demuxer.duration(),
        demuxer.fps(),
        decoder.codec(),
        swapped ? height : width,
        swapped ? width : height);
  }

  public String codec() {
    return decoder.codec();
  }

  /**
   * The decoder, such as {@code h264} or {@code h264_cuvid}; {@code none} if JPEGs are passed on.
   */
  public String decoder() {
    return passesJpeg() ? "none" : decoder.name();
  }

  @Override
  public void close() {
    filter.close();
    decoder.close();
    demuxer.close();
  }
}
