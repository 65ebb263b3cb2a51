package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_init_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.darkroom.gateway.media.PictureRules.Colour;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/**
 * Scales pictures and converts them to the colours of JFIF: 4:2:0, BT.601, full range. Used by one
 * thread.
 */
final class Scaler implements AutoCloseable {

  private static final int ONE = 1 << 16;
  private static final int HD_LINES = 720;

  private final Colour untagged;
  private final AVFrame scaled = av_frame_alloc();
  private Shape shape;
  private SwsContext context;

  /**
   * @param untagged the matrix of pictures that state none
   */
  Scaler(Colour untagged) {
    this.untagged = untagged;
  }

  /** The conversion that a context performs. */
  private record Shape(int format, boolean full, int matrix, Size from, Size to) {

    static Shape of(AVFrame frame, Size to, Colour untagged) {
      return new Shape(
          withoutRange(frame.format()),
          frame.color_range() == AVCOL_RANGE_JPEG || withoutRange(frame.format()) != frame.format(),
          coefficients(frame, untagged),
          new Size(frame.width(), frame.height()),
          to);
    }

    boolean changesNothing() {
      return format == AV_PIX_FMT_YUV420P && full && matrix == SWS_CS_ITU601 && from.equals(to);
    }
  }

  /**
   * Returns the picture itself if it needs no conversion, otherwise one that the next call
   * overwrites.
   */
  AVFrame scale(AVFrame frame, Size to) {
    Shape needed = Shape.of(frame, to, untagged);
    if (needed.changesNothing()) {
      return frame;
    }
    if (!needed.equals(shape)) {
      prepare(needed);
    }
    Ffmpeg.check(av_frame_make_writable(scaled));
    Ffmpeg.check(
        sws_scale(
            context,
            frame.data(),
            frame.linesize(),
            0,
            frame.height(),
            scaled.data(),
            scaled.linesize()));
    return scaled;
  }

  private void prepare(Shape needed) {
    sws_freeContext(context);
    shape = null;
    context = sws_alloc_context();
    context.src_w(needed.from.width()).src_h(needed.from.height()).src_format(needed.format);
    context.src_range(needed.full ? 1 : 0);
    context.dst_w(needed.to.width()).dst_h(needed.to.height()).dst_format(AV_PIX_FMT_YUV420P);
    context.dst_range(1).flags(SWS_BILINEAR);
    Ffmpeg.check(sws_init_context(context, null, null));
    sws_setColorspaceDetails(
        context,
        sws_getCoefficients(needed.matrix),
        needed.full ? 1 : 0,
        sws_getCoefficients(SWS_CS_ITU601),
        1,
        0,
        ONE,
        ONE);
    av_frame_unref(scaled);
    scaled.format(AV_PIX_FMT_YUV420P).width(needed.to.width()).height(needed.to.height());
    scaled.color_range(AVCOL_RANGE_JPEG);
    Ffmpeg.check(av_frame_get_buffer(scaled, 0));
    shape = needed;
  }

  /** Replaces the deprecated full-range formats by their plain equivalents. */
  private static int withoutRange(int format) {
    if (format == AV_PIX_FMT_YUVJ420P) {
      return AV_PIX_FMT_YUV420P;
    }
    if (format == AV_PIX_FMT_YUVJ422P) {
      return AV_PIX_FMT_YUV422P;
    }
    if (format == AV_PIX_FMT_YUVJ440P) {
      return AV_PIX_FMT_YUV440P;
    }
    return format == AV_PIX_FMT_YUVJ444P ? AV_PIX_FMT_YUV444P : format;
  }

  /** Formats without chroma or with RGB do not use the matrix. */
  private static int coefficients(AVFrame frame, Colour untagged) {
    return switch (frame.colorspace()) {
      case AVCOL_SPC_BT709 -> SWS_CS_ITU709;
      case AVCOL_SPC_SMPTE240M -> SWS_CS_SMPTE240M;
      case AVCOL_SPC_BT2020_NCL -> SWS_CS_BT2020;
      case AVCOL_SPC_UNSPECIFIED -> guess(frame, untagged);
      default -> SWS_CS_ITU601;
    };
  }

  private static int guess(AVFrame frame, Colour untagged) {
    boolean hd = Math.min(frame.width(), frame.height()) >= HD_LINES;
    return switch (untagged) {
      case BT601 -> SWS_CS_ITU601;
      case BT709 -> SWS_CS_ITU709;
      case AUTO -> hd ? SWS_CS_ITU709 : SWS_CS_ITU601;
    };
  }

  @Override
  public void close() {
    sws_freeContext(context);
    av_frame_free(scaled);
  }
}
