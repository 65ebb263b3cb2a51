package io.darkroom.cuda.bench;

import io.darkroom.cuda.kernels.Device;
import io.darkroom.cuda.standin.StandIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * Measures a GPU and writes Markdown: copies, kernels, fused and single point filters, frames end
 * to end. Usage: {@code GpuBench FILE [--quick]}; quick is for seeing that it runs, its figures say
 * nothing.
 */
public final class GpuBench {

  private GpuBench() {}

  public static void main(String[] arguments) throws IOException {
    StandIn.orRealGpu();
    boolean quick = List.of(arguments).contains("--quick");
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    Device.enter();
    Path file = Path.of(arguments[0]);
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true)) {
      out.printf("## %s, %s%n%n", LocalDate.now(), device());
      if (quick) {
        out.printf("A quick run, to see that it runs: these figures say nothing.%n%n");
      }
      double copy = new CopyBench(effort).write(out);
      new KernelBench(effort, copy).write(out);
      new FusionBench(effort).write(out);
      new EndToEndBench(effort).write(out);
    } finally {
      Device.leave();
    }
    System.out.println(Files.readString(file));
  }

  private static String device() {
    CUdevice device = new CUdevice();
    byte[] name = new byte[256];
    int[] version = new int[1];
    Device.check(JCudaDriver.cuDeviceGet(device, 0));
    Device.check(JCudaDriver.cuDeviceGetName(name, name.length, device));
    Device.check(JCudaDriver.cuDriverGetVersion(version));
    return "%s, driver %s (CUDA %d.%d)"
        .formatted(
            new String(name, StandardCharsets.UTF_8).trim(),
            System.getProperty("darkroom.driver", "not told"),
            version[0] / 1000,
            version[0] % 1000 / 10);
  }
}
