package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.darkroom.frame.Orientation;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Reads how pictures must be turned from their display matrix (ISO 14496-12, 6.2.2), which FFmpeg
 * also makes from EXIF orientations and from display orientations in H.264 and H.265. Turns by
 * other angles than quarters are ignored.
 */
final class DisplayMatrix {

  private DisplayMatrix() {}

  static Orientation of(AVFrame frame) {
    AVFrameSideData found = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return found == null ? Orientation.AS_STORED : of(found.data());
  }

  static Orientation of(AVCodecParameters stream) {
    AVPacketSideData found =
        av_packet_side_data_get(
            stream.coded_side_data(), stream.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
    return found == null ? Orientation.AS_STORED : of(found.data());
  }

  /** The matrix maps (x, y) to (a x + c y, b x + d y). */
  private static Orientation of(BytePointer bytes) {
    IntPointer matrix = new IntPointer(bytes);
    return of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
  }

  private static Orientation of(int a, int b, int c, int d) {
    if (b == 0 && c == 0) {
      if (d < 0) {
        return a < 0 ? Orientation.HALF_TURN : Orientation.FLIP_UPSIDE_DOWN;
      }
      return a < 0 ? Orientation.FLIP_SIDEWAYS : Orientation.AS_STORED;
    }
    if (a != 0 || d != 0) {
      return Orientation.AS_STORED;
    }
    if (b > 0) {
      return c > 0 ? Orientation.TRANSPOSE : Orientation.TURN_RIGHT;
    }
    return c > 0 ? Orientation.TURN_LEFT : Orientation.TRANSVERSE;
  }
}
