package io.darkroom.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** Measures the CPU that the stack and this process, the load generator, use from now on. */
final class CpuMeter {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Map<Long, ProcessCpu> before = new HashMap<>();
  private final long ownBefore;

  private CpuMeter(StackProcesses stack) throws IOException {
    for (long pid : stack.pids()) {
      before.put(pid, ProcessCpu.read(pid));
    }
    ownBefore = ownMicros();
  }

  static CpuMeter start(StackProcesses stack) throws IOException {
    return new CpuMeter(stack);
  }

  /** Reads all times first: to ask for the threads' names takes CPU itself. */
  CpuShares stop() throws IOException {
    CpuShares shares = new CpuShares().add(CpuPart.CLIENT, ownMicros() - ownBefore);
    Map<Long, ProcessCpu> used = new HashMap<>();
    for (var process : before.entrySet()) {
      used.put(process.getKey(), ProcessCpu.read(process.getKey()).since(process.getValue()));
    }
    for (var process : used.entrySet()) {
      shares.add(process.getValue(), ThreadNames.read(process.getKey()));
    }
    return shares;
  }

  /** The CPU time of this process since it started. */
  static long ownMicros() {
    return SYSTEM.getProcessCpuTime() / 1000;
  }
}
