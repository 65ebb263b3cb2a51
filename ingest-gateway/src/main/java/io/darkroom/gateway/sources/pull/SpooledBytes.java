package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.ByteSource;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that was fetched as a whole, because its index is at the end and the server sends no
 * parts. The temporary file is deleted on closing.
 */
final class SpooledBytes implements ByteSource {

  static final long MAX_BYTES = 1L << 30;

  private static final int CHUNK = 1 << 16;
  private static final int TYPE_AT = 4;

  private final FileChannel file;

  private SpooledBytes(FileChannel file) {
    this.file = file;
  }

  /** Whether it is an MP4 whose pictures come before their index. */
  static boolean isNeeded(byte[] head) {
    ByteBuffer boxes = ByteBuffer.wrap(head);
    int at = 0;
    while (at + 2 * TYPE_AT <= head.length) {
      long size = Integer.toUnsignedLong(boxes.getInt(at));
      int type = boxes.getInt(at + TYPE_AT);
      if (type == box("mdat") || type == box("moov") || !isStart(type) || size < 2 * TYPE_AT) {
        return type == box("mdat") && at > 0;
      }
      at = (int) Math.min(Integer.MAX_VALUE / 2, at + size);
    }
    return false;
  }

  private static boolean isStart(int type) {
    return type == box("ftyp") || type == box("free") || type == box("wide") || type == box("skip");
  }

  private static int box(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
  }

  /** Reads the response to its end and closes it. */
  static SpooledBytes of(HttpFetch response) throws IOException {
    try (response) {
      if (response.size() > MAX_BYTES) {
        throw new PullException(
            Retry.NEVER,
            ("http: an MP4 of %d MiB with its index (moov) at the end, from a server that sends no"
                    + " parts (expected: at most %d MiB). Write it with ffmpeg -movflags +faststart,"
                    + " or upload it.")
                .formatted(response.size() >> 20, MAX_BYTES >> 20));
      }
      Path path = Files.createTempFile("darkroom-fetched-", ".mp4");
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      SpooledBytes spooled = new SpooledBytes(file);
      spooled.fill(response);
      return spooled;
    }
  }

  private void fill(HttpFetch response) throws IOException {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int read = response.read(chunk, CHUNK); read >= 0; read = response.read(chunk, CHUNK)) {
        file.write(ByteBuffer.wrap(chunk, 0, read));
      }
      file.position(0);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public int read(byte[] buffer, int length) throws IOException {
    return file.read(ByteBuffer.wrap(buffer, 0, length));
  }

  @Override
  public long size() {
    try {
      return file.size();
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public boolean seekable() {
    return true;
  }

  @Override
  public void seek(long position) throws IOException {
    file.position(position);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // The file is deleted anyway.
    }
  }
}
