package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Decodes the pictures of frames on the CPU, upright unless they keep their orientation.
 * Thread-safe.
 */
public final class StillDecoder {

  private static final long MAX_PIXELS = 8192L * 8192;

  private StillDecoder() {}

  /** The caller closes the picture. Throws {@link MediaException} if it cannot be decoded. */
  public static VideoFrame decode(Frame frame) {
    Ffmpeg.load();
    AVFrame picture = av_frame_alloc();
    try {
      if (frame.encoding().compressed()) {
        decode(frame.image(), codecOf(frame.encoding()), picture);
      } else {
        copy(frame, picture);
      }
      // JFIF and PNG know no other range, but FFmpeg does not always say so.
      picture.color_range(AVCOL_RANGE_JPEG);
      picture.pts(0);
      return frame.storedOrientation() ? VideoFrame.taking(picture, false) : upright(picture);
    } finally {
      av_frame_free(picture);
    }
  }

  private static VideoFrame upright(AVFrame picture) {
    List<VideoFrame> turned = new ArrayList<>();
    try (PictureFilter filter = new PictureFilter()) {
      filter.apply(picture, frame -> turned.add(VideoFrame.taking(frame, false)));
      filter.drain(frame -> turned.add(VideoFrame.taking(frame, false)));
    }
    if (turned.isEmpty()) {
      throw new MediaException(Ffmpeg.INVALID, "the picture cannot be turned");
    }
    return turned.get(0);
  }

  private static int codecOf(Encoding encoding) {
    return encoding == Encoding.PNG ? AV_CODEC_ID_PNG : AV_CODEC_ID_MJPEG;
  }

  private static void decode(ByteString image, int codecId, AVFrame to) {
    AVCodec codec = avcodec_find_decoder(codecId);
    AVCodecContext context = avcodec_alloc_context3(codec);
    AVPacket packet = av_packet_alloc();
    try {
      context.thread_count(1);
      context.max_pixels(MAX_PIXELS);
      Ffmpeg.check(avcodec_open2(context, codec, (AVDictionary) null));
      Ffmpeg.check(av_new_packet(packet, image.size()));
      packet.data().put(image.toByteArray());
      Ffmpeg.check(avcodec_send_packet(context, packet));
      Ffmpeg.check(avcodec_receive_frame(context, to));
    } finally {
      av_packet_free(packet);
      avcodec_free_context(context);
    }
  }

  private static void copy(Frame frame, AVFrame to) {
    to.format(frame.encoding() == Encoding.RAW_BGR8 ? AV_PIX_FMT_BGR24 : AV_PIX_FMT_GRAY8);
    to.width(frame.width()).height(frame.height());
    Ffmpeg.check(av_frame_get_buffer(to, 0));
    byte[] pixels = frame.image().toByteArray();
    int row = frame.width() * frame.encoding().bytesPerPixel();
    BytePointer rows = to.data(0);
    for (int y = 0; y < frame.height(); y++) {
      rows.position((long) y * to.linesize(0)).put(pixels, y * row, row);
    }
  }
}
