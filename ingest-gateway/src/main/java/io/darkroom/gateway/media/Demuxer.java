package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_ALL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_NOTIMESTAMPS;
import static org.bytedeco.ffmpeg.global.avformat.AVFMT_TS_DISCONT;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BACKWARD;
import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_FLAG_BYTE;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_frame_rate;
import static org.bytedeco.ffmpeg.global.avformat.av_guess_sample_aspect_ratio;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_seek_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Reads the packets of the best video stream of an input. Used by one thread. */
final class Demuxer implements AutoCloseable {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final double MICROS = 1e6;
  private static final long FIRST_STEP_BACK = 1_000_000;

  private final Deadline deadline;
  private final AVPacket packet = av_packet_alloc();
  private AVFormatContext context;
  private AVIOContext io;
  private Pointer opener;
  private AVStream stream;

  private Demuxer(Deadline deadline) {
    this.deadline = deadline;
  }

  /** Throws {@link MediaException} if the input cannot be opened or has no video. */
  static Demuxer open(MediaInput input, Deadline deadline) {
    Ffmpeg.load();
    Demuxer demuxer = new Demuxer(deadline);
    try {
      demuxer.openContext(input);
      return demuxer;
    } catch (RuntimeException e) {
      demuxer.close();
      throw e;
    }
  }

  private void openContext(MediaInput input) {
    context = avformat_alloc_context();
    deadline.guard(context);
    input.opener().ifPresent(o -> opener = ByteSourceIo.attach(context, o));
    if (input.first().isPresent()) {
      io = ByteSourceIo.context(input.first().get());
      context.pb(io);
    }
    AVFormatContext opening = context;
    if (input.format().filter("rtsp"::equals).isPresent()) {
      deadline.onWait(() -> forbidConnections(opening));
    }
    openInput(input);
    deadline.onWait(() -> {});
    if (input.probe()) {
      Ffmpeg.check(avformat_find_stream_info(context, (AVDictionary) null));
    }
    AVCodec anyDecoder = null;
    int best = av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, anyDecoder, 0);
    selectStream(Ffmpeg.check(best));
  }

  /**
   * Prevents FFmpeg from following a camera's redirect to an unchecked address: when it waits for
   * the first time, its first connection is in progress, and from then on it may not open another,
   * except ports for UDP if that is its transport.
   */
  private static void forbidConnections(AVFormatContext opening) {
    BytePointer allowed = opening.protocol_whitelist();
    if (allowed == null || allowed.isNull() || !allowed.getString().contains("tcp")) {
      return;
    }
    try (BytePointer rest =
        new BytePointer(allowed.getString().contains("udp") ? "rtp,udp" : "none")) {
      opening.protocol_whitelist(av_strdup(rest));
    }
    av_free(allowed);
  }

  private void openInput(MediaInput input) {
    AVDictionary options = new AVDictionary(null);
    AVInputFormat format = input.format().map(f -> av_find_input_format(f)).orElse(null);
    av_dict_set(
        options, "protocol_whitelist", input.protocols().isEmpty() ? "none" : input.protocols(), 0);
    if (!input.formats().isEmpty()) {
      av_dict_set(options, "format_whitelist", input.formats(), 0);
    }
    input.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
    try (BytePointer url = new BytePointer(zeroEnded(input.url()))) {
      Ffmpeg.check(opened(avformat_open_input(context, url, format, options)));
    } finally {
      av_dict_free(options);
    }
  }

  private static byte[] zeroEnded(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(bytes, bytes.length + 1);
  }

  /** FFmpeg has freed the context if it failed to open it. */
  private int opened(int result) {
    if (result < 0) {
      context = null;
    }
    return result;
  }

  private void selectStream(int best) {
    stream = context.streams(best);
    for (int i = 0; i < context.nb_streams(); i++) {
      if (i != best) {
        context.streams(i).discard(AVDISCARD_ALL);
      }
    }
  }

  /** Reads the next packet of the stream; returns false at the end. */
  boolean advance() {
    while (true) {
      av_packet_unref(packet);
      int result = av_read_frame(context, packet);
      if (result == AVERROR_EOF) {
        return false;
      }
      if (result == Ffmpeg.AGAIN) {
        awaitMore();
      } else if (Ffmpeg.check(result) >= 0 && packet.stream_index() == stream.index()) {
        return true;
      }
    }
  }

  private void awaitMore() {
    if (deadline.isOver()) {
      Ffmpeg.check(AVERROR_EXIT);
    }
    LockSupport.parkNanos(POLL_NANOS);
  }

  AVPacket packet() {
    return packet;
  }

  AVStream stream() {
    return stream;
  }

  boolean keyframe() {
    return (packet.flags() & AV_PKT_FLAG_KEY) != 0;
  }

  /** Whether bytes of the packet are known to be missing. */
  boolean damaged() {
    return (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
  }

  RtpLosses losses() {
    return new RtpLosses(context, stream);
  }

  /** Whether the timestamps come from the sender. Raw video has none; FFmpeg makes them up. */
  boolean hasClock() {
    String format = context.iformat().name().getString();
    return (context.iformat().flags() & AVFMT_NOTIMESTAMPS) == 0 && !format.equals("mpjpeg");
  }

  /** Whether the format's clock may jump, as in MPEG transport streams. */
  boolean clockMayJump() {
    return (context.iformat().flags() & AVFMT_TS_DISCONT) != 0;
  }

  /**
   * The presentation time of the packet by the stream's clock, or its decoding time if that is
   * missing.
   */
  long packetMicros() {
    return micros(packet.pts() == AV_NOPTS_VALUE ? packet.dts() : packet.pts());
  }

  /** Converts a timestamp of the stream to µs; {@code Long.MIN_VALUE} if there is none. */
  long micros(long timestamp) {
    if (timestamp == AV_NOPTS_VALUE) {
      return Long.MIN_VALUE;
    }
    AVRational base = stream.time_base();
    return (long) (timestamp * MICROS * base.num() / base.den());
  }

  /** The time of the stream's start, in µs of its clock. */
  long startMicros() {
    return context.start_time() == AV_NOPTS_VALUE ? 0 : context.start_time();
  }

  Duration duration() {
    boolean known = context.duration() != AV_NOPTS_VALUE && context.duration() > 0;
    return known ? Duration.of(context.duration(), ChronoUnit.MICROS) : Duration.ZERO;
  }

  double fps() {
    AVRational rate = av_guess_frame_rate(context, stream, null);
    return rate.den() == 0 ? 0 : (double) rate.num() / rate.den();
  }

  /** The width of a pixel divided by its height; 0/1 if unknown. */
  AVRational pixelAspect(AVFrame frame) {
    return av_guess_sample_aspect_ratio(context, stream, frame);
  }

  /** Continues at the last keyframe before the position. */
  void seek(Duration position) {
    long micros = startMicros() + TimeUnit.NANOSECONDS.toMicros(position.toNanos());
    if (clockMayJump()) {
      seekWithoutIndex(micros);
    } else {
      Ffmpeg.check(av_seek_frame(context, -1, micros, AVSEEK_FLAG_BACKWARD));
    }
  }

  /**
   * A format without an index continues anywhere near the position, also between keyframes: goes
   * back until a keyframe lies before the position.
   */
  private void seekWithoutIndex(long micros) {
    for (long back = FIRST_STEP_BACK; micros - back > startMicros(); back *= 4) {
      long from = micros - back;
      if (jump(from) && reachesKeyframeBefore(micros)) {
        Ffmpeg.check(jump(from) ? 0 : Ffmpeg.IO);
        return;
      }
    }
    Ffmpeg.check(av_seek_frame(context, -1, 0, AVSEEK_FLAG_BYTE));
  }

  private boolean jump(long micros) {
    return av_seek_frame(context, -1, micros, AVSEEK_FLAG_BACKWARD) >= 0;
  }

  private boolean reachesKeyframeBefore(long micros) {
    while (advance()) {
      long time = packetMicros();
      if (keyframe() || time > micros) {
        return keyframe() && time <= micros;
      }
    }
    return false;
  }

  @Override
  public void close() {
    deadline.onWait(() -> {});
    av_packet_free(packet);
    if (context != null) {
      avformat_close_input(context);
    }
    ByteSourceIo.free(io);
    ByteSourceIo.release(opener);
  }
}
