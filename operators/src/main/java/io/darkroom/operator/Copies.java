package io.darkroom.operator;

import io.darkroom.operator.MemoryAccount.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Copies of results that wait for a codec thread, since an engine's own result is valid only while
 * it is handed over. Their number is fixed, and their buffers stay from frame to frame. Used by the
 * task's thread; a codec thread reads a copy while it is lent.
 */
final class Copies implements AutoCloseable {

  /** One picture, and the bytes booked for it and its encoding. */
  static final class Copy {
    private final Mat image = new Mat();
    private long booked;

    Mat image() {
      return image;
    }
  }

  private final MemoryAccount memory;
  private final List<Copy> all = new ArrayList<>();
  private final Deque<Copy> idle = new ArrayDeque<>();
  private long lent;

  Copies(int most, MemoryAccount memory) {
    this.memory = memory;
    for (int i = 0; i < most; i++) {
      all.add(new Copy());
    }
    idle.addAll(all);
  }

  /**
   * Copies a picture where a copy is idle and memory lasts for it.
   *
   * @param encoding bytes that its encoding takes
   * @param room bytes that are to stay free
   */
  Optional<Copy> of(Mat image, long encoding, long room) {
    Copy copy = idle.peek();
    if (copy == null) {
      return Optional.empty();
    }
    long bytes = image.total() * image.elemSize() + encoding;
    long growth = Math.max(0, bytes - copy.booked);
    if (!memory.fits(growth + room)) {
      return Optional.empty();
    }
    memory.book(Kind.PICTURES, growth);
    copy.booked += growth;
    image.copyTo(copy.image);
    lent += copy.booked;
    return Optional.of(idle.pop());
  }

  /** Takes a copy back that is encoded. */
  void giveBack(Copy copy) {
    lent -= copy.booked;
    idle.push(copy);
  }

  /** Bytes booked for copies that are lent. */
  long lent() {
    return lent;
  }

  /** Gives the memory of all copies back; none is lent. The caller corrects the account. */
  void release() {
    for (Copy copy : all) {
      copy.image.release();
      copy.booked = 0;
    }
  }

  @Override
  public void close() {
    all.forEach(copy -> copy.image.close());
  }
}
