package io.darkroom.gpu;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;

/**
 * A GPU or a MIG instance by its UUID. It has no {@code index}, as GPUs of Flink's own driver have:
 * {@code nvidia-smi} and CUDA count differently, so that an index may mean two GPUs.
 *
 * @param uuid such as GPU-… or MIG-…
 */
record Gpu(String uuid) implements ExternalResourceInfo {

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
