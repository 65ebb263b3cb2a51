package io.darkroom.operator;

import io.darkroom.engine.Engine;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.image.ImageCodec;
import io.darkroom.kernel.Shape;
import io.darkroom.operator.MemoryAccount.Kind;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The memory for pictures of a bundle, and for what is done with one picture at a time. It stays
 * from bundle to bundle, while frames of such a size come.
 */
final class Pictures implements AutoCloseable {

  private final ImageBuffers buffers;
  private final ImageCodec codec;
  private final List<Engine> engines;
  private final MemoryAccount memory;
  private long[] held = new long[8];
  private long bundlePictures;
  private long bundleWorking;
  private long needed;

  /** Takes the buffers over. */
  Pictures(ImageBuffers buffers, ImageCodec codec, List<Engine> engines, MemoryAccount memory) {
    this.buffers = buffers;
    this.codec = codec;
    this.engines = engines;
    this.memory = memory;
  }

  /** Bytes that this picture and work on it need beyond those that are booked. */
  long growth(int index, Shape shape, long working) {
    long before = index < held.length ? held[index] : 0;
    return Math.max(0, shape.bytes() - before) + Math.max(0, working - memory.held(Kind.WORKING));
  }

  /** Books the picture of an index and what work on it takes. */
  void reserve(int index, Shape shape, long working) {
    if (index >= held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, index + 1));
    }
    memory.book(Kind.PICTURES, Math.max(0, shape.bytes() - held[index]));
    held[index] = Math.max(held[index], shape.bytes());
    memory.book(Kind.WORKING, Math.max(0, working - memory.held(Kind.WORKING)));
    bundlePictures = index == 0 ? shape.bytes() : bundlePictures + shape.bytes();
    bundleWorking = Math.max(bundleWorking, working);
    needed = Math.max(needed, bundlePictures + bundleWorking);
  }

  Mat at(int index, Shape shape) {
    return buffers.at(index, shape);
  }

  /**
   * Gives everything back but what is reserved for the first picture of a bundle, which is not
   * decoded yet; no other one is in use.
   */
  void shrink() {
    free();
    held[0] = bundlePictures;
    memory.book(Kind.PICTURES, bundlePictures);
    memory.book(Kind.WORKING, bundleWorking);
  }

  /** After a bundle: nothing of it is in use any more. */
  void settle() {
    bundlePictures = 0;
    bundleWorking = 0;
  }

  /** Gives everything back; no picture is in use any more. */
  void free() {
    buffers.trim();
    codec.trim();
    engines.forEach(Engine::trim);
    Arrays.fill(held, 0);
    memory.book(Kind.PICTURES, -memory.held(Kind.PICTURES));
    memory.book(Kind.WORKING, -memory.held(Kind.WORKING));
  }

  /** Gives everything back where it is far more than the frames since the last call needed. */
  void tidy() {
    if (memory.held(Kind.PICTURES) + memory.held(Kind.WORKING) > 2 * needed) {
      free();
    }
    needed = 0;
  }

  @Override
  public void close() {
    codec.close();
    buffers.close();
  }
}
