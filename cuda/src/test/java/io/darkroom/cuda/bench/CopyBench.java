package io.darkroom.cuda.bench;

import static io.darkroom.cuda.kernels.Device.check;

import io.darkroom.kernel.Shape;
import java.io.PrintWriter;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/** Measures the maximum bandwidth of memory and bus, which other results are compared with. */
final class CopyBench {

  private final Effort effort;

  CopyBench(Effort effort) {
    this.effort = effort;
  }

  /** Returns the bandwidth of copies within the device, in GB/s read and written. */
  double write(PrintWriter out) {
    long bytes = effort.copyBytes();
    CUdeviceptr from = new CUdeviceptr();
    CUdeviceptr to = new CUdeviceptr();
    Pointer pinned = new Pointer();
    check(JCudaDriver.cuMemAlloc(from, bytes));
    check(JCudaDriver.cuMemAlloc(to, bytes));
    check(JCudaDriver.cuMemHostAlloc(pinned, bytes, 0));
    try (Stopwatch watch = new Stopwatch(effort)) {
      double within =
          watch.micros(i -> check(JCudaDriver.cuMemcpyDtoDAsync(to, from, bytes, null)));
      out.printf("### Copies%n%n");
      out.printf(
          "Within the device, read and written: **%.0f GB/s**.%n%n", 2 * bytes / within / 1e3);
      out.printf(
          "| between pinned memory and the device | up, µs | up, GB/s | down, µs | down, GB/s |%n");
      out.printf("|---|---|---|---|---|%n");
      for (Map.Entry<String, Shape> shape : effort.shapes()) {
        transfers(out, "a frame of " + shape.getKey(), shape.getValue().bytes(), watch, pinned, to);
      }
      transfers(out, bytes / (1 << 20) + " MiB", bytes, watch, pinned, to);
      out.println();
      return 2 * bytes / within / 1e3;
    } finally {
      check(JCudaDriver.cuMemFree(from));
      check(JCudaDriver.cuMemFree(to));
      check(JCudaDriver.cuMemFreeHost(pinned));
    }
  }

  private static void transfers(
      PrintWriter out, String what, long bytes, Stopwatch watch, Pointer host, CUdeviceptr device) {
    double up = watch.micros(i -> check(JCudaDriver.cuMemcpyHtoDAsync(device, host, bytes, null)));
    double down =
        watch.micros(i -> check(JCudaDriver.cuMemcpyDtoHAsync(host, device, bytes, null)));
    out.printf(
        "| %s | %.1f | %.1f | %.1f | %.1f |%n",
        what, up, bytes / up / 1e3, down, bytes / down / 1e3);
  }
}
