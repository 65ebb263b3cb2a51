package io.darkroom.operator;

import io.darkroom.engine.Engine;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.kernel.Shape;
import io.darkroom.operator.Copies.Copy;
import io.darkroom.operator.MemoryAccount.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Manages the memory for the pictures of frames in flight, for results that wait to be encoded, and
 * for the task's work on one picture at a time. Memory is kept from frame to frame while frames
 * need it. Used by the task's thread.
 */
final class Pictures implements AutoCloseable {

  private final ImageBuffers buffers;
  private final CodecThreads codecs;
  private final List<Engine> engines;
  private final MemoryAccount memory;
  private final Copies copies;

  /** Bytes reserved for each index; they stay reserved when the picture is given back. */
  private long[] held = new long[8];

  /** Bytes that the current picture of each index needs; 0 if there is none. */
  private long[] used = new long[8];

  private long workingUsed;
  private long needed;

  /** Takes ownership of the buffers. At most two results per codec thread wait. */
  Pictures(ImageBuffers buffers, CodecThreads codecs, List<Engine> engines, MemoryAccount memory) {
    this.buffers = buffers;
    this.codecs = codecs;
    this.engines = engines;
    this.memory = memory;
    this.copies = new Copies(2 * codecs.count(), memory);
  }

  /** Returns an index whose picture is not in use. */
  int idleIndex() {
    int index = 0;
    while (index < used.length && used[index] > 0) {
      index++;
    }
    if (index == used.length) {
      held = Arrays.copyOf(held, 2 * index);
      used = Arrays.copyOf(used, 2 * index);
    }
    return index;
  }

  /**
   * Returns whether the picture of this index would be decoded while others are decoded or
   * filtered.
   */
  boolean decodesBesideOthers(int index) {
    return codecs.count() > 0 && inUse() > used[index];
  }

  private long inUse() {
    return Arrays.stream(used).sum();
  }

  /** Returns the bytes that this picture and the work on it need beyond those reserved. */
  long growth(int index, long picture, long working) {
    return Math.max(0, picture - held[index]) + Math.max(0, working - memory.held(Kind.WORKING));
  }

  /** Reserves the memory for the picture of an index and for the work on it. */
  void reserve(int index, long picture, long working) {
    memory.book(Kind.PICTURES, Math.max(0, picture - held[index]));
    held[index] = Math.max(held[index], picture);
    used[index] = Math.max(used[index], picture);
    memory.book(Kind.WORKING, Math.max(0, working - memory.held(Kind.WORKING)));
    workingUsed = Math.max(workingUsed, working);
    noteNeed();
  }

  private void noteNeed() {
    needed = Math.max(needed, inUse() + copies.lent() + workingUsed);
  }

  Mat at(int index, Shape shape) {
    return buffers.at(index, shape);
  }

  /** Ends the use of the picture of an index. */
  void giveBack(int index) {
    used[index] = 0;
  }

  /**
   * Copies a result for a codec thread. Returns empty if it cannot; the task's thread then encodes
   * the result itself.
   *
   * @param encoding bytes that its encoding needs
   * @param room bytes that must stay free
   */
  Optional<Copy> copy(Mat result, long encoding, long room) {
    Optional<Copy> copy = copies.of(result, encoding, room);
    noteNeed();
    return copy;
  }

  void giveBack(Copy copy) {
    copies.giveBack(copy);
  }

  /**
   * Releases everything except what is reserved for the only picture in use, which is not decoded
   * yet.
   */
  void shrink() {
    free();
    System.arraycopy(used, 0, held, 0, used.length);
    memory.book(Kind.PICTURES, inUse());
    memory.book(Kind.WORKING, workingUsed);
  }

  /** Ends the work on pictures; none may be in use any more. */
  void settle() {
    workingUsed = 0;
  }

  /** Releases everything; no picture and no codec may be in use. */
  void free() {
    buffers.trim();
    codecs.trim();
    copies.release();
    engines.forEach(Engine::trim);
    Arrays.fill(held, 0);
    memory.book(Kind.PICTURES, -memory.held(Kind.PICTURES));
    memory.book(Kind.WORKING, -memory.held(Kind.WORKING));
  }

  /** Releases everything if it is far more than the frames since the last call needed. */
  void tidy() {
    if (memory.held(Kind.PICTURES) + memory.held(Kind.WORKING) > 2 * needed) {
      free();
    }
    needed = 0;
  }

  @Override
  public void close() {
    copies.close();
    buffers.close();
  }
}
