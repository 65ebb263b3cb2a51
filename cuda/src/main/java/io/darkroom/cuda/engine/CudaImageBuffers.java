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
 * Pictures in pinned memory, from which a GPU reads by itself; in plain memory where there is none.
 */
final class CudaImageBuffers implements ImageBuffers {

  private static final Logger LOG = LoggerFactory.getLogger(CudaImageBuffers.class);

  private record Lent(PinnedMemory memory, Shape shape, Mat image) {}

  private final Slot slot;
  private final List<Lent> lent = new ArrayList<>();
  private final ImageBuffers plain = ImageBuffers.plain();

  CudaImageBuffers(Slot slot) {
    this.slot = slot;
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
      lent.set(index, replaced(before, shape));
      return lent.get(index).image;
    } catch (CudaException e) {
      return plain.at(index, shape);
    }
  }

  private Lent replaced(Lent before, Shape shape) {
    PinnedMemory memory = before == null ? null : before.memory;
    if (memory == null || memory.bytes() < shape.bytes()) {
      memory = slot.pinned(shape.bytes());
      free(before);
    } else {
      before.image.close();
    }
    return new Lent(memory, shape, Pinned.image(memory, shape));
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
      LOG.warn("{} could not give its pictures back: {}", slot, e.getMessage());
    } finally {
      lent.clear(); // Where the GPU is lost, its memory is too.
    }
  }
}
