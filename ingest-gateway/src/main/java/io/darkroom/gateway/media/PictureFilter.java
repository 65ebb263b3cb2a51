package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse2;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import io.darkroom.frame.Orientation;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.Pointer;

/**
 * Turns and deinterlaces decoded pictures with libavfilter. Pictures that need neither pass through
 * untouched. Timestamps are µs. Used by one thread.
 */
final class PictureFilter implements AutoCloseable {

  private static final int MICROS = 1_000_000;

  private final AVFrame filtered = av_frame_alloc();
  private PictureRules rules = PictureRules.DEFAULT;
  private Shape shape;
  private AVFilterGraph graph;
  private AVFilterContext in;
  private AVFilterContext out;

  /** The pictures that a graph takes, and what it does with them. */
  private record Shape(
      int width, int height, int format, int colours, int range, int num, int den, String chain) {

    static Shape of(AVFrame frame, String chain) {
      AVRational aspect = frame.sample_aspect_ratio();
      return new Shape(
          frame.width(),
          frame.height(),
          frame.format(),
          frame.colorspace(),
          frame.color_range(),
          aspect.num(),
          Math.max(1, aspect.den()),
          chain);
    }

    String graph() {
      String source =
          "buffer=video_size=%dx%d:pix_fmt=%d:colorspace=%d:range=%d:pixel_aspect=%d/%d:time_base=1/%d"
              .formatted(width, height, format, colours, range, num, den, MICROS);
      return source + "," + chain + ",buffersink";
    }
  }

  void rules(PictureRules wanted) {
    this.rules = wanted;
  }

  /** Passes on the picture, or what the filters make of it; it is reused after each call. */
  void apply(AVFrame frame, Consumer<AVFrame> pictures) {
    String chain = chain(frame);
    if (chain.isEmpty()) {
      drain(pictures);
      pictures.accept(frame);
      return;
    }
    Shape needed = Shape.of(frame, chain);
    if (!needed.equals(shape)) {
      drain(pictures);
      build(needed);
    }
    Ffmpeg.check(av_buffersrc_add_frame(in, frame));
    take(pictures);
  }

  private String chain(AVFrame frame) {
    String turn = rules.upright() ? turn(DisplayMatrix.of(frame)) : "";
    String weave = rules.deinterlace() ? "bwdif=mode=send_frame:deint=interlaced" : "";
    return Stream.of(weave, turn).filter(f -> !f.isEmpty()).collect(Collectors.joining(","));
  }

  /** The libavfilter chain that makes a picture upright; empty if it is. */
  private static String turn(Orientation orientation) {
    return switch (orientation) {
      case AS_STORED -> "";
      case FLIP_SIDEWAYS -> "hflip";
      case HALF_TURN -> "hflip,vflip";
      case FLIP_UPSIDE_DOWN -> "vflip";
      case TRANSPOSE -> "transpose=cclock_flip";
      case TURN_RIGHT -> "transpose=clock";
      case TRANSVERSE -> "transpose=clock_flip";
      case TURN_LEFT -> "transpose=cclock";
    };
  }

  private void build(Shape needed) {
    graph = avfilter_graph_alloc();
    graph.nb_threads(1);
    shape = needed;
    Ffmpeg.check(
        avfilter_graph_parse2(
            graph, needed.graph(), new AVFilterInOut(null), new AVFilterInOut(null)));
    Ffmpeg.check(avfilter_graph_config(graph, (Pointer) null));
    in = avfilter_graph_get_filter(graph, "Parsed_buffer_0");
    out = avfilter_graph_get_filter(graph, "Parsed_buffersink_" + lastIndex(needed.chain()));
  }

  /** Filters are numbered in the order of the text. */
  private static int lastIndex(String chain) {
    return (int) chain.chars().filter(c -> c == ',').count() + 2;
  }

  private void take(Consumer<AVFrame> pictures) {
    AVRational base = av_buffersink_get_time_base(out);
    AVRational micros = av_make_q(1, MICROS);
    while (av_buffersink_get_frame(out, filtered) >= 0) {
      filtered.pts(av_rescale_q(filtered.pts(), base, micros));
      pictures.accept(filtered);
    }
  }

  /** Passes on the pictures that the filters still hold. */
  void drain(Consumer<AVFrame> pictures) {
    if (graph != null) {
      av_buffersrc_add_frame(in, null);
      take(pictures);
      discard();
    }
  }

  /** Drops the pictures that the filters still hold. */
  void discard() {
    if (graph != null) {
      avfilter_graph_free(graph);
    }
    graph = null;
    shape = null;
  }

  @Override
  public void close() {
    discard();
    av_frame_free(filtered);
  }
}
