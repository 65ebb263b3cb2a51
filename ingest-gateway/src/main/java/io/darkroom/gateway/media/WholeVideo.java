package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_DURATION_FROM_STREAM;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.darkroom.error.DarkroomException;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Checks that a video file is complete, by comparing its end with the duration in its header. A
 * file without a duration, such as a recorded broadcast, may end anywhere; so may one that has all
 * its bytes, whatever its header says.
 */
public final class WholeVideo {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long TOLERANCE_MICROS = 1_000_000;

  private final AVFormatContext context;
  private final AVPacket packet = av_packet_alloc();
  private long endMicros = Long.MIN_VALUE;
  private boolean cut;

  private WholeVideo(AVFormatContext context) {
    this.context = context;
  }

  /**
   * Reads the whole file; decodes only the first picture. Blocks meanwhile.
   *
   * @throws DarkroomException {@code INVALID_VIDEO} if it has no video or is truncated
   */
  public static void require(Path file) {
    VideoFile.probe(file);
    try (Deadline deadline = new Deadline()) {
      deadline.in(PATIENCE);
      AVFormatContext context = open(MediaInput.file(file), deadline);
      try {
        new WholeVideo(context).requireEnd(file);
      } finally {
        avformat_close_input(context);
      }
    } catch (MediaException e) {
      throw VideoFile.invalid(e);
    }
  }

  private static AVFormatContext open(MediaInput input, Deadline deadline) {
    AVFormatContext context = avformat_alloc_context();
    deadline.guard(context);
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", input.protocols(), 0);
    av_dict_set(options, "format_whitelist", input.formats(), 0);
    try {
      AVInputFormat format = input.format().map(f -> av_find_input_format(f)).orElse(null);
      Ffmpeg.check(avformat_open_input(context, input.url(), format, options));
      return context;
    } finally {
      av_dict_free(options);
    }
  }

  private void requireEnd(Path file) {
    try {
      Ffmpeg.check(avformat_find_stream_info(context, (AVDictionary) null));
      boolean known = context.duration_estimation_method() == AVFMT_DURATION_FROM_STREAM;
      for (int result = read(); result != AVERROR_EOF; result = read()) {
        Ffmpeg.check(result);
        note();
      }
      boolean early = cut || endMicros + TOLERANCE_MICROS < startMicros() + context.duration();
      if (known && early && !AnnouncedBytes.arePresent(file)) {
        throw new MediaException(Ffmpeg.INVALID, "truncated");
      }
    } finally {
      av_packet_free(packet);
    }
  }

  private int read() {
    av_packet_unref(packet);
    return av_read_frame(context, packet);
  }

  /** Only the flag of the last packet matters: it shows whether the file is truncated. */
  private void note() {
    cut = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    long from = packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts();
    if (from != AV_NOPTS_VALUE) {
      AVRational base = context.streams(packet.stream_index()).time_base();
      double seconds = (double) (from + packet.duration()) * base.num() / base.den();
      endMicros = Math.max(endMicros, (long) (seconds * 1e6));
    }
  }

  private long startMicros() {
    return context.start_time() == AV_NOPTS_VALUE ? 0 : context.start_time();
  }
}
