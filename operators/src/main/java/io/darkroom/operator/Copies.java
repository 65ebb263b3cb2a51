package io.darkroom.operator;

import io.darkroom.operator.MemoryAccount.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Copies of results that wait for a codec thread, because an engine's own result is valid only
 * during the call that reports it. Their number is fixed, and their buffers are reused from frame
 * to frame. Used by the task's thread; a codec thread reads a copy while it is lent.
 */
final class Copies implements AutoCloseable {

  /** One picture, and the bytes reserved for it and its encoding. */
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
   * Copies a picture if a copy is idle and memory suffices.
   *
   * @param encoding bytes that its encoding needs
   * @param room bytes that must stay free
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

  /** Takes back a copy that has been encoded. */
  void giveBack(Copy copy) {
    lent -= copy.booked;
    idle.push(copy);
  }

  /** Returns the bytes reserved for copies that are lent. */
  long lent() {
    return lent;
  }

  /**
   * Releases the memory of all copies, none of which may be lent. The caller updates the account.
   */
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
