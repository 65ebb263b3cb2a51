package io.darkroom.gateway.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import io.darkroom.gateway.media.ByteRequest.AesKey;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * Lets FFmpeg read from {@link ByteSource}s, and open others only through a {@link
 * ByteSource.Opener}. Exceptions must not cross native code: they become error numbers.
 */
final class ByteSourceIo {

  private static final int BUFFER_BYTES = 1 << 15;
  private static final int SEEK_SET = 0;
  private static final OpaquePointers<ByteSource> SOURCES = new OpaquePointers<>();
  private static final OpaquePointers<ByteSource.Opener> OPENERS = new OpaquePointers<>();
  private static final Read READ = new Read();
  private static final Seek SEEK = new Seek();
  private static final Open OPEN = new Open();
  private static final Close CLOSE = new Close();

  private ByteSourceIo() {}

  private static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer handle, BytePointer target, int length) {
      try {
        byte[] buffer = new byte[length];
        int read = SOURCES.get(handle).read(buffer, length);
        if (read < 0) {
          return AVERROR_EOF;
        }
        target.put(buffer, 0, read);
        return read;
      } catch (IOException | RuntimeException e) {
        return Ffmpeg.IO;
      }
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer handle, long position, int whence) {
      try {
        ByteSource source = SOURCES.get(handle);
        if (whence == AVSEEK_SIZE) {
          return source.size() < 0 ? Ffmpeg.IO : source.size();
        }
        if (whence != SEEK_SET) {
          return Ffmpeg.IO;
        }
        source.seek(position);
        return position;
      } catch (IOException | RuntimeException e) {
        return Ffmpeg.IO;
      }
    }
  }

  private static final class Open
      extends AVFormatContext
          .Io_open_AVFormatContext_PointerPointer_BytePointer_int_PointerPointer {
    @Override
    public int call(
        AVFormatContext context,
        PointerPointer opened,
        BytePointer url,
        int flags,
        PointerPointer options) {
      try {
        AVDictionary wanted = options == null ? null : new AVDictionary(options.get(0));
        ByteRequest request = request(url.getString(), wanted);
        opened.put(context(OPENERS.get(context.opaque()).open(request)));
        return 0;
      } catch (IOException | RuntimeException e) {
        return Ffmpeg.IO;
      }
    }

    /** FFmpeg's HLS demuxer passes byte ranges and keys as options of its own protocols. */
    private static ByteRequest request(String url, AVDictionary options) {
      if (options == null || options.isNull()) {
        return ByteRequest.whole(url);
      }
      long from = option(options, "offset").map(Long::parseLong).orElse(0L);
      long to = option(options, "end_offset").map(Long::parseLong).orElse(ByteRequest.END);
      Optional<AesKey> key = option(options, "key").map(k -> key(k, options));
      return new ByteRequest(url.replaceFirst("^crypto[+:]", ""), from, to, key);
    }

    private static AesKey key(String hex, AVDictionary options) {
      HexFormat format = HexFormat.of();
      byte[] iv = format.parseHex(option(options, "iv").orElseThrow());
      return new AesKey(new SecretKeySpec(format.parseHex(hex), "AES"), new IvParameterSpec(iv));
    }

    private static Optional<String> option(AVDictionary options, String name) {
      AVDictionaryEntry entry = av_dict_get(options, name, null, 0);
      return entry == null || entry.isNull()
          ? Optional.empty()
          : Optional.of(entry.value().getString());
    }
  }

  private static final class Close extends AVFormatContext.Io_close2_AVFormatContext_AVIOContext {
    @Override
    public int call(AVFormatContext context, AVIOContext io) {
      free(io);
      return 0;
    }
  }

  /** Creates an I/O context. {@link #free} releases it and closes the source. */
  static AVIOContext context(ByteSource source) {
    BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
    AVIOContext io =
        avio_alloc_context(
            buffer,
            BUFFER_BYTES,
            0,
            SOURCES.put(source),
            READ,
            (Write_packet_Pointer_BytePointer_int) null,
            source.seekable() ? SEEK : null);
    io.seekable(source.seekable() ? 1 : 0);
    return io;
  }

  static void free(AVIOContext io) {
    if (io == null || io.isNull()) {
      return;
    }
    ByteSource source = SOURCES.remove(io.opaque());
    if (source != null) {
      source.close();
    }
    av_free(io.buffer());
    avio_context_free(io);
  }

  /** Makes the context open all other URLs through the opener, until {@link #release}. */
  static Pointer attach(AVFormatContext context, ByteSource.Opener opener) {
    Pointer handle = OPENERS.put(opener);
    context.opaque(handle);
    context.io_open(OPEN);
    context.io_close2(CLOSE);
    return handle;
  }

  static void release(Pointer handle) {
    if (handle != null) {
      OPENERS.remove(handle);
    }
  }
}
