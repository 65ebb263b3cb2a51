package io.darkroom.operator;

import io.darkroom.engine.GpuLoad;
import io.darkroom.v1.DeviceStatus;
import java.util.function.DoubleConsumer;

/** Converts the load of GPUs to messages. Unknown values stay unset. */
final class DeviceMessages {

  private DeviceMessages() {}

  static DeviceStatus of(GpuLoad load) {
    DeviceStatus.Builder message =
        DeviceStatus.newBuilder().setName(load.name()).setUuid(load.uuid());
    set(load.utilization(), message::setUtilizationPercent);
    set(load.memoryUsed(), bytes -> message.setMemoryUsedBytes((long) bytes));
    set(load.memoryTotal(), bytes -> message.setMemoryTotalBytes((long) bytes));
    set(load.temperature(), message::setTemperatureCelsius);
    set(load.power(), message::setPowerWatts);
    set(load.powerLimit(), message::setPowerLimitWatts);
    return message.build();
  }

  private static void set(double value, DoubleConsumer setter) {
    if (!Double.isNaN(value)) {
      setter.accept(value);
    }
  }
}
