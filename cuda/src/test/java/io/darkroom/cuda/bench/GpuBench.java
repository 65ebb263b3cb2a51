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
import java.util.Locale;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/**
 * Measures a GPU and writes Markdown. Usage: {@code GpuBench FILE EFFORT PART...}; efforts are
 * {@code full}, {@code quick} and {@code tiny}; figures of {@code tiny} are meaningless.
 */
public final class GpuBench {

  /** The benchmarks. */
  enum Part {
    DEVICE,
    LAUNCHES,
    MODULES,
    KERNELS,
    FUSION,
    FRAMES,
    SLOTS
  }

  private GpuBench() {}

  public static void main(String[] arguments) throws IOException {
    StandIn.orRealGpu();
    Path file = Path.of(arguments[0]);
    Effort effort = effort(arguments[1]);
    Device.enter();
    try (PrintWriter out =
        new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true)) {
      for (String part : List.of(arguments).subList(2, arguments.length)) {
        write(Part.valueOf(part.toUpperCase(Locale.ROOT)), effort, out);
      }
    } finally {
      Device.leave();
    }
    System.out.println(Files.readString(file));
  }

  private static Effort effort(String name) {
    return switch (name) {
      case "full" -> Effort.FULL;
      case "quick" -> Effort.QUICK;
      case "tiny" -> Effort.TINY;
      default ->
          throw new IllegalArgumentException(
              "effort: %s (expected: full, quick or tiny)".formatted(name));
    };
  }

  private static void write(Part part, Effort effort, PrintWriter out) {
    switch (part) {
      case DEVICE -> writeDevice(effort, out);
      case LAUNCHES -> LaunchSizes.write(out);
      case MODULES -> ModuleBench.write(out);
      case KERNELS -> new KernelBench(effort, new CopyBench(effort).write(out)).write(out);
      case FUSION -> new FusionBench(effort).write(out);
      case FRAMES -> new EndToEndBench(effort).write(out);
      case SLOTS -> new SlotsBench(effort).write(out);
    }
  }

  private static void writeDevice(Effort effort, PrintWriter out) {
    out.printf("## %s, %s%n%n", LocalDate.now(), device());
    if (effort == Effort.TINY) {
      out.printf("Tiny pictures, only to check that it runs: these figures are meaningless.%n%n");
    }
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
            System.getProperty("darkroom.driver", "unknown"),
            version[0] / 1000,
            version[0] % 1000 / 10);
  }
}
