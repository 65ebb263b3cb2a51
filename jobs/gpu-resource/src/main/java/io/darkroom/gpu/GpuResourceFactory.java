package io.darkroom.gpu;

import java.util.Optional;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * Creates the driver of Flink's external resource {@code gpu}. Put its jar into Flink's {@code
 * plugins/} folder. Unlike Flink's own driver it needs no script, and it provides the property
 * {@code uuid} of each GPU. Settings, under {@code external-resource.gpu.param.}:
 *
 * <ul>
 *   <li>{@code uuids}: the GPUs of this TaskManager, such as GPU-…,MIG-…; by default those of
 *       {@code nvidia-smi -L} that CUDA_VISIBLE_DEVICES does not hide
 *   <li>{@code nvidia-smi}: the program, if it is not on the path
 * </ul>
 */
public final class GpuResourceFactory implements ExternalResourceDriverFactory {

  static final ConfigOption<String> UUIDS =
      ConfigOptions.key("uuids").stringType().defaultValue("");
  static final ConfigOption<String> NVIDIA_SMI =
      ConfigOptions.key("nvidia-smi").stringType().defaultValue("nvidia-smi");

  /** A setting of earlier versions, refused so that the job does not silently use other GPUs. */
  private static final ConfigOption<String> INDEXES =
      ConfigOptions.key("indexes").stringType().noDefaultValue();

  @Override
  public ExternalResourceDriver createExternalResourceDriver(Configuration settings) {
    settings.getOptional(INDEXES).ifPresent(GpuResourceFactory::refuse);
    return new GpuResourceDriver(
        settings.get(UUIDS),
        settings.get(NVIDIA_SMI),
        Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")));
  }

  private static void refuse(String indexes) {
    throw new IllegalArgumentException(
        "external-resource.gpu.param.indexes: %s (expected: not set, because nvidia-smi and CUDA number GPUs differently). List the GPUs in external-resource.gpu.param.uuids, as nvidia-smi -L prints them."
            .formatted(indexes));
  }
}
