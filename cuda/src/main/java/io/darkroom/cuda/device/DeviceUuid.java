package io.darkroom.cuda.device;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import jcuda.driver.CUdevice;
import jcuda.driver.CUuuid;
import jcuda.driver.JCudaDriver;

/**
 * The UUID of a GPU, in the form of {@code nvidia-smi -L} and NVML.
 *
 * @param value the UUID; a MIG instance has its own, which differs from its GPU's
 */
record DeviceUuid(UUID value, boolean migInstance) {

  private static final String LIBRARY = "libcuda.so.1";
  private static final int BYTES = 16;

  /** Functions of cuda.h that JCuda does not bind; each returns 0 on success. */
  interface Functions extends Library {
    int cuDeviceGet(int[] device, int ordinal);

    int cuDeviceGetUuid_v2(byte[] uuid, int device);
  }

  /** Reads the UUID of the device at this CUDA index. */
  static DeviceUuid read(CUdevice device, int index) {
    return read(device, index, LIBRARY);
  }

  static DeviceUuid read(CUdevice device, int index, String library) {
    UUID gpu = ofGpu(device);
    UUID own = own(index, library).orElse(gpu);
    return new DeviceUuid(own, !own.equals(gpu));
  }

  /** Returns the same UUID with the other prefix, for NVML versions that disagree on the kind. */
  DeviceUuid otherwise() {
    return new DeviceUuid(value, !migInstance);
  }

  private static UUID ofGpu(CUdevice device) {
    CUuuid uuid = new CUuuid();
    CudaException.check(JCudaDriver.cuDeviceGetUuid(uuid, device), "cuDeviceGetUuid");
    return uuid(uuid.bytes);
  }

  /** Drivers older than 11.4 do not report it; an instance then has the UUID of its GPU. */
  private static Optional<UUID> own(int index, String library) {
    try {
      // The driver is already loaded, so this is the same library, whatever its folder.
      Functions driver = Native.load(library, Functions.class);
      int[] device = new int[1];
      byte[] bytes = new byte[BYTES];
      boolean known =
          driver.cuDeviceGet(device, index) == 0
              && driver.cuDeviceGetUuid_v2(bytes, device[0]) == 0;
      return known ? Optional.of(uuid(bytes)) : Optional.empty();
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private static UUID uuid(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  @Override
  public String toString() {
    return (migInstance ? "MIG-" : "GPU-") + value;
  }
}
