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
 * The GPUs that Flink's external resource {@code gpu} gives a TaskManager: by the property {@code
 * uuid} of this project's driver, else by {@code index}, the one of Flink's own driver.
 */
final class AssignedGpus {

  static final String RESOURCE = "gpu";

  private static final String UUID = "uuid";
  private static final String INDEX = "index";

  private AssignedGpus() {}

  /**
   * Their names, in an order that does not depend on Flink's.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} where one has no name that CUDA knows
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
