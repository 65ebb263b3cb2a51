package io.darkroom.cuda.engine;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;

import io.darkroom.cuda.device.PinnedMemory;
import io.darkroom.cuda.device.Slot;
import io.darkroom.kernel.Shape;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Finds and creates pictures in pinned memory. */
final class Pinned {

  private Pinned() {}

  /** Returns the pinned memory of a picture without row padding; null if it is in other memory. */
  static PinnedMemory of(Slot slot, Mat image) {
    try (BytePointer pixels = image.data()) {
      PinnedMemory memory = slot.pinnedAt(pixels.address());
      return memory != null && image.isContinuous() && memory.bytes() >= bytes(image)
          ? memory
          : null;
    }
  }

  private static long bytes(Mat image) {
    return image.total() * image.elemSize();
  }

  static boolean all(Slot slot, Iterable<Mat> images) {
    for (Mat image : images) {
      if (of(slot, image) == null) {
        return false;
      }
    }
    return true;
  }

  /** Returns a picture in pinned memory. Close it before you free the memory. */
  static Mat image(PinnedMemory memory, Shape shape) {
    return new Mat(
        shape.height(),
        shape.width(),
        CV_8UC(shape.channels()),
        new BytePointer(memory.buffer()),
        (long) shape.width() * shape.channels());
  }
}
