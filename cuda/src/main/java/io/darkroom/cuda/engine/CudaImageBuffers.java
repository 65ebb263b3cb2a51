package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.PinnedMemory;
import io.darkroom.cuda.device.Slot;
import io.darkroom.engine.ImageBuffers;
import io.darkroom.kernel.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allocates pictures in pinned memory, which a GPU reads directly. Uses plain memory beyond the
 * slot's limit, or if the driver has no more pinned memory.
 */
final class CudaImageBuffers implements ImageBuffers {

  private static final Logger LOG = LoggerFactory.getLogger(CudaImageBuffers.class);

  private record Lent(PinnedMemory memory, Shape shape, Mat image) {}

  private final Slot slot;
  private final Usage usage;
  private final List<Lent> lent = new ArrayList<>();
  private final ImageBuffers plain = ImageBuffers.plain();

  CudaImageBuffers(Slot slot, Usage usage) {
    this.slot = slot;
    this.usage = usage;
  }

  @Override
  public Mat at(int index, Shape shape) {
    while (lent.size() <= index) {
      lent.add(null);
    }
    Lent before = lent.get(index);
    if (before != null && before.shape.equals(shape)) {
      return before.image;
    }
    try {
      slot.enter();
      if (before != null && before.memory.bytes() >= shape.bytes()) {
        before.image.close();
        return lent(index, before.memory, shape);
      }
      free(before);
      lent.set(index, null);
      if (slot.hasPinned(shape.bytes())) {
        return lent(index, slot.pinned(shape.bytes()), shape);
      }
      usage.plainPicture();
    } catch (CudaException e) {
      LOG.debug("no pinned memory for a picture: {}", e.getMessage());
    }
    return plain.at(index, shape);
  }

  private Mat lent(int index, PinnedMemory memory, Shape shape) {
    Mat image = Pinned.image(memory, shape);
    lent.set(index, new Lent(memory, shape, image));
    return image;
  }

  private void free(Lent old) {
    if (old != null) {
      old.image.close();
      slot.free(old.memory);
    }
  }

  @Override
  public void trim() {
    plain.trim();
    freeAll();
  }

  @Override
  public void close() {
    plain.close();
    freeAll();
  }

  private void freeAll() {
    try {
      slot.enter();
      lent.forEach(this::free);
    } catch (CudaException e) {
      LOG.warn("{}: the memory of pictures could not be freed: {}", slot, e.getMessage());
    } finally {
      lent.clear(); // If the GPU is lost, so is its memory.
    }
  }
}
