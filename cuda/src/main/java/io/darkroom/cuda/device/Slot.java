package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The resources of one slot on a GPU: streams, a ring of buffers, memory and kernels. Used by one
 * thread at a time, which must call {@link #enter} first. Close it after use.
 *
 * <p>Once the GPU is lost, nothing is freed: the calls may never return, and the memory is freed
 * when the process ends.
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
   * Opens a slot on the GPU with the fewest slots.
   *
   * @param name the name in logs
   * @param gpus see {@link Gpus#choose}
   * @param pinnedLimit maximum pinned memory in bytes; further pictures use plain memory
   * @throws NoGpuException if there is no usable GPU
   * @throws CudaException if the driver refuses
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

  /** Makes the GPU current on the calling thread; required on each thread before other calls. */
  public void enter() {
    if (gpu.loss().isEmpty()) {
      gpu.enter();
    }
  }

  /** Waits until its streams have finished all work. */
  public void finish() {
    up.finish();
    compute.finish();
    down.finish();
  }

  /** Returns whether its streams have finished all work; does not wait. */
  public boolean idle() {
    return up.idle() && compute.idle() && down.idle();
  }

  /** Returns the stream for uploads. */
  public Stream up() {
    return up;
  }

  /** Returns the stream for kernels. */
  public Stream compute() {
    return compute;
  }

  /** Returns the stream for downloads. */
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
   * Allocates GPU memory, aligned to 256 bytes.
   *
   * @throws CudaException {@code MEMORY} if there is not enough
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
   * Allocates pinned memory, aligned to 256 bytes.
   *
   * @throws CudaException {@code MEMORY} if there is not enough
   */
  public PinnedMemory pinned(long bytes) {
    long address = pinned.allocate(bytes);
    PinnedMemory memory = new PinnedMemory(address, pinnedSource.view(address, bytes));
    pinnedByAddress.put(address, memory);
    return memory;
  }

  /** Returns whether this much pinned memory can be allocated within the slot's limit. */
  public boolean hasPinned(long bytes) {
    return pinned.fits(bytes, pinnedLimit);
  }

  public void free(PinnedMemory memory) {
    pinnedByAddress.remove(memory.address());
    if (usable()) {
      pinned.free(memory.address());
    }
  }

  /** Returns the pinned memory that was allocated at this address; null if there is none. */
  public PinnedMemory pinnedAt(long address) {
    return pinnedByAddress.get(address);
  }

  /** Returns whether each buffer is allocated separately, for compute-sanitizer. */
  public boolean apart() {
    return apart;
  }

  /** Frees the memory of the ring and all unused memory; the ring allocates again when used. */
  public void release() {
    ring.forEach(RingEntry::release);
    trim();
  }

  /** Frees unused memory. The driver waits for the GPU meanwhile. */
  public void trim() {
    if (usable()) {
      device.trim();
      pinned.trim();
    }
  }

  /** Returns the free memory of the GPU, in bytes. */
  public long freeBytes() {
    long[] free = new long[1];
    long[] total = new long[1];
    check(cuMemGetInfo(free, total), "cuMemGetInfo");
    return free[0];
  }

  /** Returns the GPU memory that this slot has allocated, in bytes. Thread-safe. */
  public long deviceBytes() {
    return device.held();
  }

  /** Returns the pinned memory that this slot has allocated, in bytes. Thread-safe. */
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
