package io.darkroom.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the GPUs of a TaskManager when it starts. If it finds fewer than requested, it logs a
 * warning and returns these; the job then uses them, or the CPU.
 */
final class GpuResourceDriver implements ExternalResourceDriver {

  private static final Logger LOG = LoggerFactory.getLogger(GpuResourceDriver.class);
  private static final int PATIENCE_SECONDS = 10;

  private final String uuids;
  private final String nvidiaSmi;
  private final Optional<String> visibleDevices;

  /**
   * Creates a driver.
   *
   * @param uuids the GPUs to use; blank for those that the program lists
   * @param visibleDevices the variable CUDA_VISIBLE_DEVICES of this process, if it is set
   */
  GpuResourceDriver(String uuids, String nvidiaSmi, Optional<String> visibleDevices) {
    this.uuids = uuids;
    this.nvidiaSmi = nvidiaSmi;
    this.visibleDevices = visibleDevices;
  }

  @Override
  public Set<GpuResourceInfo> retrieveResourceInfo(long amount) throws Exception {
    List<String> found = uuids.isBlank() ? visible() : GpuUuids.named(uuids);
    if (found.size() < amount) {
      LOG.warn(
          "external-resource.gpu.amount: {} (expected: at most the {} GPUs found). Reduce it, list"
              + " GPUs in external-resource.gpu.param.uuids, or add some to CUDA_VISIBLE_DEVICES.",
          amount,
          found.size());
    }
    return found.stream()
        .limit(amount)
        .map(GpuResourceInfo::new)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<String> visible() throws InterruptedException {
    List<String> listed = GpuUuids.listed(listing());
    return visibleDevices.map(setting -> GpuUuids.visible(listed, setting)).orElse(listed);
  }

  /** Returns the output of nvidia-smi; empty if it fails. */
  private String listing() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(nvidiaSmi, "-L")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("{}: no answer within {} s. No GPU is used.", nvidiaSmi, PATIENCE_SECONDS);
        return "";
      }
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.exitValue() == 0 ? answer : "";
    } catch (IOException e) {
      LOG.warn("{}: {}. No GPU is used.", nvidiaSmi, e.getMessage());
      return "";
    }
  }
}
