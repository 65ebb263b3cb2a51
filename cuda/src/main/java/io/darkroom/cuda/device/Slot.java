package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What one slot of the process owns of a GPU: streams, a ring of buffers, memory and kernels. Used
 * by one thread at a time, which {@link #enter}s it first; closed by whoever opened it.
 *
 * <p>Once its GPU is lost nothing is given back: the calls that would do so may not return, and the
 * memory ends with the process.
 */
public final class Slot implements AutoCloseable {

  private static final int RING = 3;
  private static final long DEVICE_STEP = 16L << 20;
  private static final long PINNED_STEP = 4L << 20;

  private final String name;
  private final Gpu gpu;
  private final long pinnedLimit;
  private final PinnedSource pinnedSource = new PinnedSource();
  private final boolean apart = Boolean.getBoolean("darkroom.cuda.apart");
  private final Slab device = slab(new DeviceSource(), DEVICE_STEP);
  private final Slab pinned = slab(pinnedSource, PINNED_STEP);
  private final Map<Long, PinnedMemory> pinnedByAddress = new HashMap<>();
  private final Kernels kernels;
  private final List<RingEntry> ring;
  private Stream up;
  private Stream compute;
  private Stream down;
  private boolean closed;

  private Slot(String name, Gpu gpu, long pinnedLimit) {
    this.name = name;
    this.gpu = gpu;
    this.pinnedLimit = pinnedLimit;
    kernels = new Kernels(gpu.modules());
    ring = IntStream.range(0, RING).mapToObj(i -> new RingEntry(this)).toList();
  }

  /**
   * Opens a place on the GPU that the fewest slots use.
   *
   * @param name tells it from others in logs
   * @param gpus see {@link Gpus#choose}
   * @param pinnedLimit bytes of pinned memory beyond which pictures have to lie elsewhere
   * @throws NoGpuException where there is none
   * @throws CudaException where the driver refuses
   */
  public static Slot open(String name, Optional<List<String>> gpus, long pinnedLimit) {
    Gpu gpu = Gpus.lease(gpus);
    Slot slot = new Slot(name, gpu, pinnedLimit);
    try {
      slot.openStreams();
    } catch (CudaException e) {
      slot.close();
      throw e;
    }
    return slot;
  }

  private Slab slab(Slab.Source source, long step) {
    return apart ? Slab.apart(source) : new Slab(source, step);
  }

  private void openStreams() {
    boolean waits = Boolean.getBoolean("darkroom.cuda.sync");
    gpu.enter();
    up = new Stream(false);
    compute = new Stream(waits);
    down = new Stream(false);
  }

  public Gpu gpu() {
    return gpu;
  }

  /** Makes its GPU that of the calling thread; needed on each thread before anything else. */
  public void enter() {
    if (gpu.loss().isEmpty()) {
      gpu.enter();
    }
  }

  /** Returns when all that its streams were asked for is done. */
  public void finish() {
    up.finish();
    compute.finish();
    down.finish();
  }

  /** Whether that is so already; does not wait. */
  public boolean idle() {
    return up.idle() && compute.idle() && down.idle();
  }

  /** For what goes to the GPU. */
  public Stream up() {
    return up;
  }

  /** For kernels. */
  public Stream compute() {
    return compute;
  }

  /** For what comes from the GPU. */
  public Stream down() {
    return down;
  }

  public List<RingEntry> ring() {
    return ring;
  }

  public Kernels kernels() {
    return kernels;
  }

  /**
   * Lends memory of the GPU, at a multiple of 256.
   *
   * @throws CudaException {@code MEMORY} where there is not enough
   */
  public DeviceMemory device(long bytes) {
    return new DeviceMemory(device.allocate(bytes), bytes);
  }

  public void free(DeviceMemory memory) {
    if (usable()) {
      device.free(memory.address());
    }
  }

  /**
   * Lends pinned memory, at a multiple of 256.
   *
   * @throws CudaException {@code MEMORY} where there is not enough
   */
  public PinnedMemory pinned(long bytes) {
    long address = pinned.allocate(bytes);
    PinnedMemory memory = new PinnedMemory(address, pinnedSource.view(address, bytes));
    pinnedByAddress.put(address, memory);
    return memory;
  }

  /** Whether so much pinned memory can be lent within the slot's limit. */
  public boolean hasPinned(long bytes) {
    return pinned.fits(bytes, pinnedLimit);
  }

  public void free(PinnedMemory memory) {
    pinnedByAddress.remove(memory.address());
    if (usable()) {
      pinned.free(memory.address());
    }
  }

  /** The pinned memory that was lent at this address; null for any other. */
  public PinnedMemory pinnedAt(long address) {
    return pinnedByAddress.get(address);
  }

  /** Whether each buffer has memory of its own, for compute-sanitizer. */
  public boolean apart() {
    return apart;
  }

  /** Gives back the memory of its ring too, which takes some again when it is next used. */
  public void release() {
    ring.forEach(RingEntry::release);
    trim();
  }

  /** Gives back what it holds and has not lent; the driver waits for the GPU meanwhile. */
  public void trim() {
    if (usable()) {
      device.trim();
      pinned.trim();
    }
  }

  /** Bytes of the GPU that nobody uses. */
  public long freeBytes() {
    long[] free = new long[1];
    long[] total = new long[1];
    check(cuMemGetInfo(free, total), "cuMemGetInfo");
    return free[0];
  }

  /** Bytes of the GPU that this slot has taken; for any thread. */
  public long deviceBytes() {
    return device.held();
  }

  /** Bytes of pinned memory that this slot has taken; for any thread. */
  public long pinnedBytes() {
    return pinned.held();
  }

  private boolean usable() {
    return !closed && gpu.loss().isEmpty();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    try {
      giveBack();
    } catch (CudaException e) {
      if (e.failure() == Failure.LOST) {
        gpu.lose(e.getMessage());
      }
      throw e;
    } finally {
      closed = true;
      gpu.release();
    }
  }

  @Override
  public String toString() {
    return "slot %s on %s".formatted(name, gpu);
  }

  private void giveBack() {
    if (!usable()) {
      return;
    }
    gpu.enter();
    ring.forEach(RingEntry::close);
    device.close();
    pinned.close();
    for (Stream stream : new Stream[] {up, compute, down}) {
      if (stream != null) {
        stream.close();
      }
    }
  }
}
