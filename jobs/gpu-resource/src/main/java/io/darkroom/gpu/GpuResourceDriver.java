package io.darkroom.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the GPUs of a TaskManager, once, when it starts. Where it finds fewer than asked for it
 * tells those, and warns: the job then takes what there is, or the CPU.
 */
final class GpuResourceDriver implements ExternalResourceDriver {

  private static final Logger LOG = LoggerFactory.getLogger(GpuResourceDriver.class);
  private static final int PATIENCE_SECONDS = 10;

  private final String indexes;
  private final String nvidiaSmi;

  GpuResourceDriver(String indexes, String nvidiaSmi) {
    this.indexes = indexes;
    this.nvidiaSmi = nvidiaSmi;
  }

  @Override
  public Set<Gpu> retrieveResourceInfo(long amount) throws Exception {
    List<Integer> found = indexes.isBlank() ? seen() : parsed(indexes.split(","));
    if (found.size() < amount) {
      LOG.warn(
          "external-resource.gpu.amount: {} (expected: at most the {} GPUs found). Lower it, or name"
              + " them in external-resource.gpu.param.indexes.",
          amount,
          found.size());
    }
    return found.stream()
        .limit(amount)
        .map(Gpu::new)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private List<Integer> seen() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(nvidiaSmi, "--query-gpu=index", "--format=csv,noheader")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("{}: no answer in {} s. No GPU is taken.", nvidiaSmi, PATIENCE_SECONDS);
        return List.of();
      }
      String answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return process.exitValue() == 0 ? parsed(answer.split("\n")) : List.of();
    } catch (IOException e) {
      LOG.warn("{}: {}. No GPU is taken.", nvidiaSmi, e.getMessage());
      return List.of();
    }
  }

  private static List<Integer> parsed(String[] parts) {
    try {
      return Arrays.stream(parts)
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .map(Integer::valueOf)
          .distinct()
          .toList();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "gpu indexes: %s (expected: numbers such as 0,1). Correct external-resource.gpu.param.indexes."
              .formatted(String.join(",", parts)),
          e);
    }
  }
}
