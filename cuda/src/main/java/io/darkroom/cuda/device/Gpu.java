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
 * A GPU of this process. Its primary context lives as long as somebody leases it, and is shared by
 * all who do. Safe for any thread.
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

  /** As {@code nvidia-smi -L} names it: {@code GPU-<uuid>}, or {@code MIG-<uuid>}. */
  public String id() {
    return uuid.toString();
  }

  /**
   * Whether it is meant by a name.
   *
   * @param name an id, or an index as CUDA counts in this process
   */
  boolean isNamed(String name) {
    return name.endsWith("-" + uuid.value()) || name.equals(Integer.toString(index));
  }

  public String name() {
    return name;
  }

  /** Tells the GPU from every other, whatever its index; a MIG instance has its own. */
  public UUID uuid() {
    return uuid.value();
  }

  /** Compute capability, such as 90 for 9.0. */
  int capability() {
    return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
        + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  }

  private int attribute(int attribute) {
    int[] value = new int[1];
    check(cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
    return value[0];
  }

  /** Load, memory and temperature, as of a second ago at most; unknown while nobody leases it. */
  public GpuSample sample() {
    return leases() > 0 ? sampler.sample() : GpuSample.UNKNOWN;
  }

  /** Why it is lost to this process; empty while it works. */
  public Optional<String> loss() {
    return Optional.ofNullable(loss);
  }

  /** Gives the GPU up for this process; true for whoever is the first to notice. */
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
      // Fails where somebody else in the process is first; their way of waiting is as good.
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

  /** Those of its context. */
  Modules modules() {
    return modules;
  }

  /** Makes it the GPU of the calling thread. */
  void enter() {
    check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
  }

  @Override
  public String toString() {
    return "%s (%s, index %d)".formatted(uuid, name, index);
  }
}
