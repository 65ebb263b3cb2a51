package io.darkroom.gpu;

import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * Makes the driver of Flink's external resource {@code gpu}; for Flink's {@code plugins/} folder.
 * It needs no script beside it, as Flink's own driver does, and tells the same: the property {@code
 * index} of each GPU. Settings, under {@code external-resource.gpu.param.}:
 *
 * <ul>
 *   <li>{@code indexes}: the GPUs of this TaskManager, such as 0,1; without it they are asked of
 *       {@code nvidia-smi}
 *   <li>{@code nvidia-smi}: the program, where it is not on the path
 * </ul>
 */
public final class GpuResourceFactory implements ExternalResourceDriverFactory {

  static final ConfigOption<String> INDEXES =
      ConfigOptions.key("indexes").stringType().defaultValue("");
  static final ConfigOption<String> NVIDIA_SMI =
      ConfigOptions.key("nvidia-smi").stringType().defaultValue("nvidia-smi");

  @Override
  public ExternalResourceDriver createExternalResourceDriver(Configuration settings) {
    return new GpuResourceDriver(settings.get(INDEXES), settings.get(NVIDIA_SMI));
  }
}
