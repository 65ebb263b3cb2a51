package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxSetFlags;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;

/**
 * A GPU of this process. Its primary context is shared by all leases and released with the last
 * one. Thread-safe.
 */
public final class Gpu {

  private static final int NAME_BYTES = 256;

  private final CUdevice device = new CUdevice();
  private final CUcontext context = new CUcontext();
  private final int index;
  private final String name;
  private final DeviceUuid uuid;
  private final GpuSampler sampler;
  private final Modules modules = new Modules();
  private int leases;
  private volatile String loss;

  Gpu(int index) {
    this.index = index;
    check(cuDeviceGet(device, index), "cuDeviceGet");
    name = readName();
    uuid = DeviceUuid.read(device, index);
    sampler = new GpuSampler(uuid);
  }

  private String readName() {
    byte[] text = new byte[NAME_BYTES];
    check(cuDeviceGetName(text, text.length, device), "cuDeviceGetName");
    return new String(text, StandardCharsets.UTF_8).trim();
  }

  /** Returns {@code GPU-<uuid>} or {@code MIG-<uuid>}, as {@code nvidia-smi -L} prints it. */
  public String id() {
    return uuid.toString();
  }

  /**
   * Returns whether a name refers to this GPU.
   *
   * @param name an id, or a CUDA index of this process
   */
  boolean isNamed(String name) {
    return name.endsWith("-" + uuid.value()) || name.equals(Integer.toString(index));
  }

  public String name() {
    return name;
  }

  /** Returns the UUID, which does not depend on the index; a MIG instance has its own. */
  public UUID uuid() {
    return uuid.value();
  }

  /** Returns the compute capability, such as 90 for 9.0. */
  int capability() {
    return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  /** Returns a sample that is at most one second old; unknown while there is no lease. */
  public GpuSample sample() {
    return leases() > 0 ? sampler.sample() : GpuSample.UNKNOWN;
  }

  /** Returns the last sample without waiting; if it is old, has one taken on another thread. */
  public GpuSample lastSample() {
    if (leases() == 0) {
      return GpuSample.UNKNOWN;
    }
    sampler.refresh(this::sample);
    return sampler.last();
  }

  /** Returns why this process can no longer use the GPU; empty while it works. */
  public Optional<String> loss() {
    return Optional.ofNullable(loss);
  }

  /** Marks the GPU as lost for this process; returns true on the first call. */
  public synchronized boolean lose(String why) {
    boolean first = loss == null;
    loss = first ? why : loss;
    return first;
  }

  synchronized int leases() {
    return leases;
  }

  synchronized void lease() {
    if (leases == 0) {
      // Fails if other code in this process has created the context; its flags are fine too.
      cuDevicePrimaryCtxSetFlags(device, CUctx_flags.CU_CTX_SCHED_BLOCKING_SYNC);
      check(cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
    }
    leases++;
  }

  synchronized void release() {
    leases--;
    if (leases == 0) {
      sampler.close();
      if (loss == null) {
        enter();
        modules.unload();
        check(cuDevicePrimaryCtxRelease(device), "cuDevicePrimaryCtxRelease");
      }
    }
  }

  /** Returns the modules of the GPU's context. */
  Modules modules() {
    return modules;
  }

  /** Makes the GPU's context current on the calling thread. */
  void enter() {
    check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  @Override
  public String toString() {
    return "%s (%s, index %d)".formatted(uuid, name, index);
  }
}
