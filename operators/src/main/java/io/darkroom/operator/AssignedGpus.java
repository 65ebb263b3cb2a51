package io.darkroom.operator;

import io.darkroom.engine.GpuId;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;

/**
 * Reads which GPUs Flink's external resource {@code gpu} assigns to a TaskManager: from the
 * property {@code uuid} of this project's driver, or else from {@code index} of Flink's own driver.
 */
final class AssignedGpus {

  static final String RESOURCE = "gpu";

  private static final String UUID = "uuid";
  private static final String INDEX = "index";

  private AssignedGpus() {}

  /**
   * Returns their ids in an order that does not depend on Flink's.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if a GPU has no id that CUDA knows
   */
  static List<GpuId> named(Collection<ExternalResourceInfo> infos) {
    return infos.stream()
        .map(AssignedGpus::named)
        .sorted(Comparator.comparing(GpuId::text))
        .toList();
  }

  private static GpuId named(ExternalResourceInfo info) {
    Optional<String> name = info.getProperty(UUID).or(() -> info.getProperty(INDEX));
    try {
      return new GpuId(name.map(String::strip).orElseThrow(IllegalArgumentException::new));
    } catch (IllegalArgumentException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_ARGUMENT,
          ("external resource gpu: %s (expected: the property uuid, such as GPU-… or MIG-…, or index,"
                  + " a number as CUDA counts). Use io.darkroom.gpu.GpuResourceFactory as"
                  + " external-resource.gpu.driver-factory.class, or correct the discovery script.")
              .formatted(name.orElseGet(() -> "properties " + info.getKeys())),
          e);
    }
  }
}
