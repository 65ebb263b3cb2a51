package io.darkroom.cuda.engine;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;

import io.darkroom.cuda.device.PinnedMemory;
import io.darkroom.cuda.device.Slot;
import io.darkroom.kernel.Shape;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures that a GPU can read as they lie. */
final class Pinned {

  private Pinned() {}

  /** The pinned memory that a picture fills row by row; null where it lies elsewhere. */
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

  /** A picture that lies in pinned memory; closed before that is given back. */
  static Mat image(PinnedMemory memory, Shape shape) {
    return new Mat(
        shape.height(),
        shape.width(),
        CV_8UC(shape.channels()),
        new BytePointer(memory.buffer()),
        (long) shape.width() * shape.channels());
  }
}
