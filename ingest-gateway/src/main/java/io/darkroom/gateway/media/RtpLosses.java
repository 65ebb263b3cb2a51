package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avformat.avformat_version;

import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Counts the RTP packets that an RTSP stream has lost, by the gaps of their sequence numbers (RFC
 * 3550, appendix A). FFmpeg keeps these statistics and passes them to the sender only, so they are
 * read from its memory; where that has another layout than the one known here, nothing is counted.
 * Used by the thread that reads the stream, while it is open.
 */
final class RtpLosses {

  /**
   * libavformat 62.12, of FFmpeg 8.1: the version whose layout is known. With another, RtspLossTest
   * fails until the places below are compared with its rtsp.h and rtpdec.h.
   */
  private static final int KNOWN_VERSION = 62 << 8 | 12;

  /** Places in the demuxer's state and in one of its streams: in pointers. */
  private static final int STREAMS = 3;

  private static final int RECEIVER = 1;

  /** Places in the demuxer's state and in a receiver: in bytes. */
  private static final int STREAM_COUNT = 16;

  private static final int HIGHEST = 496;
  private static final int CYCLES = 500;
  private static final int BASE = 504;
  private static final int PROBATION = 512;
  private static final int RECEIVED = 516;

  private final AVFormatContext context;
  private final AVStream stream;
  private final boolean known;
  private int base;
  private int counted;

  RtpLosses(AVFormatContext context, AVStream stream) {
    this.context = context;
    this.stream = stream;
    this.known =
        context.iformat().name().getString().equals("rtsp")
            && avformat_version() >> 8 == KNOWN_VERSION
            && Pointer.sizeof(Pointer.class) == Long.BYTES;
  }

  /** Returns how many packets have got lost since the last call. */
  int next() {
    BytePointer receiver = known ? receiver() : null;
    if (receiver == null || receiver.getInt(PROBATION) != 0) {
      return 0;
    }
    if (receiver.getInt(BASE) != base) {
      base = receiver.getInt(BASE);
      counted = 0;
    }
    int highest = (receiver.getShort(HIGHEST) & 0xffff) + receiver.getInt(CYCLES);
    int lost = highest - base - receiver.getInt(RECEIVED);
    int more = Math.max(0, lost - counted);
    counted += more;
    return more;
  }

  /** FFmpeg makes another receiver if it changes the transport. */
  private BytePointer receiver() {
    BytePointer state = new BytePointer(context.priv_data());
    BytePointer streams = pointer(state, STREAMS);
    for (int i = 0; i < state.getInt(STREAM_COUNT); i++) {
      BytePointer receiver = pointer(pointer(streams, i), RECEIVER);
      if (receiver != null && isReceiver(receiver)) {
        return receiver;
      }
    }
    return null;
  }

  private boolean isReceiver(BytePointer candidate) {
    return context.address() == candidate.getLong(0)
        && stream.address() == candidate.getLong(Long.BYTES);
  }

  private static BytePointer pointer(BytePointer from, int place) {
    return new PointerPointer<BytePointer>(from).get(BytePointer.class, place);
  }
}
