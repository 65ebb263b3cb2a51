package io.darkroom.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.standin.StandIn;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeviceUuidTest {

  private static final String NUMBER = "00000000-0000-0000-0000-000000000";

  private final CUdevice second = new CUdevice();
  private StandIn standIn;

  @BeforeEach
  void begin() {
    standIn = StandIn.get().with("DEVICES", 2);
    JCudaDriver.setExceptionsEnabled(false);
    JCudaDriver.cuInit(0);
    JCudaDriver.cuDeviceGet(second, 1);
  }

  @AfterEach
  void reset() {
    StandIn.renew();
  }

  @Test
  void readsTheUuidOfAGpu() {
    assertThat(DeviceUuid.read(second, 1)).hasToString("GPU-" + NUMBER + "002");
  }

  @Test
  void readsTheOwnUuidOfAMigInstance() {
    standIn.with("MIG", 1);
    assertThat(DeviceUuid.read(second, 1)).hasToString("MIG-" + NUMBER + "102");
  }

  @Test
  void readsTheUuidOfTheGpuFromOldDrivers() {
    standIn.with("MIG", 1);
    assertThat(DeviceUuid.read(second, 1, "libm.so.6")).hasToString("GPU-" + NUMBER + "001");
    assertThat(DeviceUuid.read(second, 1, "/nowhere/libcuda.so.1"))
        .hasToString("GPU-" + NUMBER + "001");
  }
}
