package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_CUDA;
import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_create;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/**
 * Loads FFmpeg's libraries once. They are unpacked to the folder in the system property {@code
 * org.bytedeco.javacpp.cachedir}, by default {@code ~/.javacpp/cache}, which must be writable and
 * have 70 MB of space. FFmpeg's own log is off, since it shows URLs with passwords.
 */
public final class Ffmpeg {

  static final int AGAIN = -11;
  static final int IO = -5;
  static final int INVALID = -22;
  static final int NO_PROTOCOL = -93;
  static final int TIMED_OUT = -110;
  static final int REFUSED = -111;

  /**
   * Error numbers of the operating system: EINTR, EIO, EAGAIN, ENOMEM, EACCES, ENFILE, EMFILE,
   * ESTALE.
   */
  static final Set<Integer> TRANSIENT = Set.of(-4, IO, AGAIN, -12, -13, -23, -24, -116);

  private static final int MAX_MESSAGE_BYTES = 128;

  /** The version of the loaded libraries. */
  public static String version() {
    return avutil.av_version_info().getString();
  }

  private static final class Loaded {
    static final boolean CUDA = load();

    private static boolean load() {
      av_log_set_level(AV_LOG_QUIET);
      avformat.avformat_network_init();
      avdevice.avdevice_register_all();
      AVBufferRef device = new AVBufferRef(null);
      boolean available =
          av_hwdevice_ctx_create(device, AV_HWDEVICE_TYPE_CUDA, (String) null, null, 0) >= 0;
      av_buffer_unref(device);
      return available;
    }
  }

  private Ffmpeg() {}

  /** Ensures that the libraries are loaded. */
  static void load() {
    hasCuda();
  }

  /** Whether a CUDA device is available for decoding. */
  static boolean hasCuda() {
    return Loaded.CUDA;
  }

  /** Returns the result, or throws if it is an error. */
  static int check(int result) {
    if (result < 0) {
      throw new MediaException(result, message(result));
    }
    return result;
  }

  private static String message(int error) {
    return ErrorWords.of(error).orElseGet(() -> ownMessage(error));
  }

  private static String ownMessage(int error) {
    byte[] text = new byte[MAX_MESSAGE_BYTES];
    av_strerror(error, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
