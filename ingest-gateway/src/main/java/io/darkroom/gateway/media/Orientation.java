package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a stored picture is turned to be upright. Read from a display matrix (ISO 14496-12, 6.2.2),
 * which FFmpeg also makes from EXIF orientations and from display orientations in H.264 and H.265.
 * Turns by other angles than quarters are ignored.
 */
enum Orientation {
  UPRIGHT(""),
  MIRRORED("hflip"),
  UPSIDE_DOWN("hflip,vflip"),
  FLIPPED("vflip"),
  TRANSPOSED("transpose=cclock_flip"),
  TURNED_RIGHT("transpose=clock"),
  TRANSVERSED("transpose=clock_flip"),
  TURNED_LEFT("transpose=cclock");

  private final String filter;

  Orientation(String filter) {
    this.filter = filter;
  }

  /** The libavfilter chain that makes the picture upright; empty if it is. */
  String filter() {
    return filter;
  }

  /** Whether width and height change places. */
  boolean swapsSides() {
    return ordinal() >= TRANSPOSED.ordinal();
  }

  static Orientation of(AVFrame frame) {
    AVFrameSideData found = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return found == null ? UPRIGHT : of(found.data());
  }

  static Orientation of(AVCodecParameters stream) {
    AVPacketSideData found =
        av_packet_side_data_get(
            stream.coded_side_data(), stream.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
    return found == null ? UPRIGHT : of(found.data());
  }

  /** The matrix maps (x, y) to (a x + c y, b x + d y). */
  private static Orientation of(BytePointer bytes) {
    IntPointer matrix = new IntPointer(bytes);
    return of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
  }

  static Orientation of(int a, int b, int c, int d) {
    if (b == 0 && c == 0) {
      if (d < 0) {
        return a < 0 ? UPSIDE_DOWN : FLIPPED;
      }
      return a < 0 ? MIRRORED : UPRIGHT;
    }
    if (a != 0 || d != 0) {
      return UPRIGHT;
    }
    if (b > 0) {
      return c > 0 ? TRANSPOSED : TURNED_RIGHT;
    }
    return c > 0 ? TURNED_LEFT : TRANSVERSED;
  }
}
