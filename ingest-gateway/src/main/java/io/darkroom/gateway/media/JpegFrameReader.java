package io.darkroom.gateway.media;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Reads a video file as JPEGs, one picture at a time. Used by one thread. Closing it frees native
 * memory.
 */
public final class JpegFrameReader implements AutoCloseable {

  private final VideoReader reader;
  private final Deadline deadline;
  private final JpegEncoder encoder;
  private final long fromMicros;
  private final Deque<VideoFrame> ready = new ArrayDeque<>();
  private boolean ended;

  JpegFrameReader(VideoReader reader, Deadline deadline, JpegEncoder encoder, Duration startAt) {
    this.reader = reader;
    this.deadline = deadline;
    this.encoder = encoder;
    this.fromMicros = reader.startMicros() + TimeUnit.NANOSECONDS.toMicros(startAt.toNanos());
    if (!startAt.isZero()) {
      reader.seek(startAt);
    }
  }

  /**
   * Returns the next picture; empty at the end. Skips pictures that cannot be decoded.
   *
   * @throws io.darkroom.error.DarkroomException {@code INVALID_VIDEO} if reading fails
   */
  public Optional<JpegFrame> next() {
    try {
      while (ready.isEmpty() && !ended) {
        readPacket();
      }
      return ready.isEmpty() ? Optional.empty() : Optional.of(encodeFirst());
    } catch (MediaException e) {
      throw VideoFile.invalid(e);
    }
  }

  /** The metadata of the file. */
  MediaInfo info() {
    return reader.info();
  }

  private void readPacket() {
    deadline.in(VideoFile.PATIENCE);
    if (reader.advance()) {
      reader.decode(this::keep);
    } else {
      ended = true;
      reader.drain(this::keep);
    }
  }

  private void keep(VideoFrame decoded) {
    if (decoded.micros() < fromMicros && decoded.micros() != Long.MIN_VALUE) {
      decoded.close();
    } else {
      ready.add(decoded);
    }
  }

  private JpegFrame encodeFirst() {
    try (VideoFrame decoded = ready.remove()) {
      JpegFrame picture = encoder.encode(decoded);
      Duration position =
          picture.position().minusNanos(TimeUnit.MICROSECONDS.toNanos(reader.startMicros()));
      return new JpegFrame(picture.jpeg(), position, picture.width(), picture.height());
    }
  }

  @Override
  public void close() {
    ready.forEach(VideoFrame::close);
    ready.clear();
    encoder.close();
    reader.close();
    deadline.close();
  }
}
