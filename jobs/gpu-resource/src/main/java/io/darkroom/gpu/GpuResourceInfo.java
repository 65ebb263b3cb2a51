package io.darkroom.gpu;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;

/**
 * A GPU or MIG instance, identified by its UUID. Unlike GPUs of Flink's own driver it has no {@code
 * index}: {@code nvidia-smi} and CUDA number GPUs differently, so an index is ambiguous.
 *
 * @param uuid such as GPU-… or MIG-…
 */
record GpuResourceInfo(String uuid) implements ExternalResourceInfo {

  private static final String UUID = "uuid";

  @Override
  public Optional<String> getProperty(String key) {
    return key.equals(UUID) ? Optional.of(uuid) : Optional.empty();
  }

  @Override
  public Collection<String> getKeys() {
    return List.of(UUID);
  }

  @Override
  public String toString() {
    return uuid;
  }
}
