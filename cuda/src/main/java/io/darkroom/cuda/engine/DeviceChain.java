package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.CudaException;
import io.darkroom.cuda.device.Failure;
import io.darkroom.cuda.device.RingEntry;
import io.darkroom.cuda.device.Slot;
import io.darkroom.cuda.device.Stream;
import java.util.Arrays;
import java.util.List;

/** A chain on the GPU for one shape: its memory, and its launches for each entry of the ring. */
final class DeviceChain implements AutoCloseable {

  /** More pictures would only delay the first ones. */
  private static final int MOST_PICTURES = Integer.getInteger("darkroom.cuda.bundle", 16);

  /** Maximum pinned memory per bundle and direction, unless one picture needs more. */
  private static final long MOST_PINNED = 64L << 20;

  private final Slot slot;
  private final ChainPlan plan;
  private final Binding[] bindings;
  private Constants constants;
  private Layout layout;
  private int most;

  DeviceChain(Slot slot, ChainPlan plan) {
    this.slot = slot;
    this.plan = plan;
    bindings = new Binding[slot.ring().size()];
    most = mostPictures();
  }

  /** Limits the ring to half of the free GPU memory, and to {@link #MOST_PINNED}. */
  private int mostPictures() {
    if (slot.apart()) {
      return 1;
    }
    long room = slot.freeBytes() / 2 / bindings.length / Layout.bytesPerPicture(plan);
    long pinned = MOST_PINNED / Math.max(plan.source().bytes(), plan.output().bytes());
    return (int) Math.max(1, Math.min(MOST_PICTURES, Math.min(room, pinned)));
  }

  ChainPlan plan() {
    return plan;
  }

  /**
   * Reserves memory for bundles in every entry of the ring. If memory is short, halves the number
   * of pictures until they fit.
   *
   * @param staged whether pictures are not in pinned memory
   * @return the maximum number of pictures in a bundle
   * @throws CudaException {@code MEMORY} if not even one fits
   */
  int reserve(int wanted, boolean staged) {
    int pictures = Math.min(wanted, most);
    while (true) {
      try {
        constants = constants == null ? new Constants(slot, plan) : constants;
        Layout fitting = layoutFor(pictures);
        for (RingEntry entry : slot.ring()) {
          entry.reserve(
              fitting.bytes(), staged ? fitting.uploadBytes() : 0, fitting.downloadBytes());
        }
        bind(fitting);
        return pictures;
      } catch (CudaException e) {
        if (e.failure() != Failure.MEMORY || pictures == 1) {
          throw e;
        }
        pictures /= 2;
        giveBack(pictures);
      }
    }
  }

  /** Returns whether {@link #reserve} would succeed without allocating or moving memory. */
  boolean hasRoom(int wanted, boolean staged) {
    return layout != null
        && layout.pictures() >= Math.min(wanted, most)
        && slot.ring().stream().allMatch(entry -> hasRoom(entry, staged))
        && Arrays.stream(bindings).allMatch(binding -> binding != null && binding.fits(layout));
  }

  private boolean hasRoom(RingEntry entry, boolean staged) {
    return entry.holds(layout.bytes(), staged ? layout.uploadBytes() : 0, layout.downloadBytes());
  }

  private void giveBack(int mostFromNowOn) {
    most = mostFromNowOn;
    layout = null;
    unbind();
    slot.ring().forEach(RingEntry::release);
  }

  /** Returns the current layout if it is large enough, otherwise a new one. */
  private Layout layoutFor(int pictures) {
    if (layout != null && layout.pictures() >= pictures) {
      return layout;
    }
    int rounded = Integer.highestOneBit(Math.max(1, 2 * pictures - 1));
    return new Layout(plan, Math.min(rounded, most));
  }

  private void bind(Layout fitting) {
    layout = fitting;
    for (int i = 0; i < bindings.length; i++) {
      if (bindings[i] == null || !bindings[i].fits(fitting)) {
        unbind(i);
        bindings[i] = new Binding(slot, slot.ring().get(i), fitting, constants);
      }
    }
  }

  private void unbind(int index) {
    if (bindings[index] != null) {
      bindings[index].close();
      bindings[index] = null;
    }
  }

  /** Returns the binding of a ring entry. Call it after {@link #reserve}. */
  Binding binding(int entry) {
    return bindings[entry];
  }

  int ring() {
    return bindings.length;
  }

  /** Clears the models. Call it after {@link #reserve}. */
  void clearModels(Stream stream) {
    constants.clearModels(stream);
  }

  List<String> kernels() {
    return plan.stages().stream()
        .flatMap(stage -> stage.passes().stream())
        .map(pass -> pass.kernel())
        .distinct()
        .toList();
  }

  private void unbind() {
    for (int i = 0; i < bindings.length; i++) {
      unbind(i);
    }
  }

  @Override
  public void close() {
    unbind();
    if (constants != null) {
      constants.close();
    }
  }
}
