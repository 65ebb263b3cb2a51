package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Decodes packets to pictures, on the GPU if one is available. Used by one thread. */
final class Decoder implements AutoCloseable {

  private static final long MAX_PIXELS = 8192L * 8192;

  private final AVCodecContext context;
  private final AVFrame frame = av_frame_alloc();
  private final String codec;
  private final String name;

  private Decoder(AVCodecContext context, String codec, String name) {
    this.context = context;
    this.codec = codec;
    this.name = name;
  }

  /** Throws {@link MediaException} if FFmpeg has no decoder for the stream. */
  static Decoder open(AVStream stream) {
    String codec = avcodec_get_name(stream.codecpar().codec_id()).getString();
    if (Ffmpeg.hasCuda()) {
      AVCodec byGpu = avcodec_find_decoder_by_name(codec + "_cuvid");
      AVCodecContext opened = byGpu == null ? null : tryOpen(stream, byGpu);
      if (opened != null) {
        return new Decoder(opened, codec, byGpu.name().getString());
      }
    }
    AVCodec byCpu = avcodec_find_decoder(stream.codecpar().codec_id());
    AVCodecContext opened = byCpu == null ? null : tryOpen(stream, byCpu);
    if (opened == null) {
      throw new MediaException(
          Ffmpeg.INVALID, "codec: %s (expected: one that FFmpeg decodes)".formatted(codec));
    }
    return new Decoder(opened, codec, byCpu.name().getString());
  }

  private static AVCodecContext tryOpen(AVStream stream, AVCodec codec) {
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, stream.codecpar());
    context.pkt_timebase(stream.time_base());
    context.thread_count(1);
    context.max_pixels(MAX_PIXELS);
    if (avcodec_open2(context, codec, (AVDictionary) null) >= 0) {
      return context;
    }
    avcodec_free_context(context);
    return null;
  }

  /** The codec, such as {@code h264}. */
  String codec() {
    return codec;
  }

  /** The decoder, such as {@code h264} or {@code h264_cuvid}. */
  String name() {
    return name;
  }

  /**
   * Passes each decoded picture to the consumer; the frame is reused after each call. Returns false
   * if the packet cannot be decoded.
   *
   * @param packet null at the end, to drain the decoder
   */
  boolean decode(AVPacket packet, Consumer<AVFrame> pictures) {
    boolean taken = avcodec_send_packet(context, packet) >= 0;
    int result = avcodec_receive_frame(context, frame);
    while (result >= 0) {
      pictures.accept(frame);
      result = avcodec_receive_frame(context, frame);
    }
    return taken && (result == Ffmpeg.AGAIN || result == AVERROR_EOF);
  }

  /** Discards buffered pictures, as needed after a seek. */
  void flush() {
    avcodec_flush_buffers(context);
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
  }
}
