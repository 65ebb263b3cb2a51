package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Scales pictures and encodes them as JPEG. Used by one thread. */
public final class JpegEncoder implements AutoCloseable {

  public static final int DEFAULT_QUALITY = 90;

  private static final int COARSEST = 31;

  private final Size target;
  private final int step;
  private final Scaler scaler;
  private final AVPacket packet = av_packet_alloc();
  private AVCodecContext context;
  private Size opened;

  /**
   * @param target in px; see {@link Size#of}
   * @param quality 1 to 100; 0 for the default
   */
  public JpegEncoder(Size target, int quality) {
    this(target, quality, PictureRules.Colour.AUTO);
  }

  /**
   * @param colour the matrix of pictures that state none
   */
  public JpegEncoder(Size target, int quality, PictureRules.Colour colour) {
    Ffmpeg.load();
    this.scaler = new Scaler(colour);
    this.target = target;
    this.step = step(quality == 0 ? DEFAULT_QUALITY : quality);
  }

  /**
   * Maps a JPEG quality to FFmpeg's quantiser step, 1 to 31, with the same mean quantisation as the
   * standard table (T.81 annex K): its mean is 57.6 at quality 50, FFmpeg's is 35 at step 8.
   */
  private static int step(int quality) {
    double percent = quality < 50 ? 5000.0 / quality : 200 - 2 * quality;
    return (int) Math.max(1, Math.min(COARSEST, Math.round(percent / 100 * 57.6 / 35 * 8)));
  }

  /**
   * Encodes a picture without closing it; one that is already encoded stays as it is. Throws {@link
   * MediaException} if it cannot be converted.
   */
  public JpegFrame encode(VideoFrame picture) {
    Duration position = Duration.of(picture.micros(), ChronoUnit.MICROS);
    if (picture.encoded().isPresent()) {
      return new JpegFrame(picture.encoded().get(), position, picture.width(), picture.height());
    }
    Size size = sizeOf(picture);
    AVFrame frame = scaler.scale(picture.frame(), size);
    return new JpegFrame(encode(frame, size), position, size.width(), size.height());
  }

  /** Pixels that are not square are kept, unless the picture is scaled anyway. */
  private Size sizeOf(VideoFrame picture) {
    Size own = new Size(picture.width(), picture.height());
    Size from = target.equals(Size.OWN) ? own : picture.shape();
    return target.of(from.width(), from.height());
  }

  private ByteString encode(AVFrame frame, Size size) {
    if (!size.equals(opened)) {
      open(size);
    }
    frame.quality(step * FF_QP2LAMBDA);
    frame.pict_type(0);
    frame.pts(AV_NOPTS_VALUE);
    Ffmpeg.check(avcodec_send_frame(context, frame));
    Ffmpeg.check(avcodec_receive_packet(context, packet));
    byte[] jpeg = new byte[packet.size()];
    packet.data().get(jpeg);
    av_packet_unref(packet);
    return UnsafeByteOperations.unsafeWrap(jpeg);
  }

  private void open(Size size) {
    free();
    AVCodec codec = avcodec_find_encoder(AV_CODEC_ID_MJPEG);
    context = avcodec_alloc_context3(codec);
    context.width(size.width()).height(size.height());
    context.pix_fmt(AV_PIX_FMT_YUV420P).color_range(AVCOL_RANGE_JPEG);
    context.time_base(av_make_q(1, 1000));
    context.flags(context.flags() | AV_CODEC_FLAG_QSCALE);
    context.qmin(1);
    context.global_quality(step * FF_QP2LAMBDA);
    context.thread_count(1);
    AVDictionary options = new AVDictionary(null);
    // Optimal tables per picture would save 5 % of the bytes, but need a second pass.
    av_dict_set(options, "huffman", "default", 0);
    try {
      Ffmpeg.check(avcodec_open2(context, codec, options));
    } finally {
      av_dict_free(options);
    }
    opened = size;
  }

  private void free() {
    if (context != null) {
      avcodec_free_context(context);
    }
    context = null;
    opened = null;
  }

  @Override
  public void close() {
    free();
    av_packet_free(packet);
    scaler.close();
  }
}
