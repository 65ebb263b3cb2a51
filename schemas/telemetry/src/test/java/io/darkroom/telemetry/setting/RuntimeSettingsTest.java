package io.darkroom.telemetry.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.telemetry.log.LogLevels;
import io.darkroom.telemetry.trace.TraceRatios;
import io.darkroom.v1.LogLevel;
import io.darkroom.v1.Setting;
import io.darkroom.v1.TraceRatio;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeSettingsTest {

  private static final String LOGGER = "io.darkroom.telemetry.setting.Some";

  private final RuntimeSettings settings =
      new RuntimeSettings(LogLevels.ofThisProcess(), new TraceRatios());

  @Test
  void keepsALevelUntilItsRecordIsDeleted() {
    byte[] debug =
        Setting.newBuilder()
            .setLogLevel(LogLevel.newBuilder().setLogger(LOGGER).setLevel("debug"))
            .build()
            .toByteArray();
    settings.apply("log-level/" + LOGGER, debug);
    assertThat(settings.levels().changed()).containsEntry(LOGGER, "debug");
    settings.apply("log-level/" + LOGGER, null);
    assertThat(settings.levels().changed()).doesNotContainKey(LOGGER);
  }

  @Test
  void keepsARatioUntilItsRecordIsDeleted() {
    byte[] tenth =
        Setting.newBuilder()
            .setTraceRatio(TraceRatio.newBuilder().setStreamId("cam").setRatio(0.1))
            .build()
            .toByteArray();
    settings.apply("trace-ratio/cam", tenth);
    assertThat(settings.ratios().all()).isEqualTo(Map.of("cam", 0.1));
    settings.apply("trace-ratio/cam", null);
    assertThat(settings.ratios().all()).isEmpty();
  }

  @Test
  void ignoresUnknownKeys() {
    settings.apply("colour/cam", new byte[] {1});
    assertThat(settings.ratios().all()).isEmpty();
  }

  @Test
  void reportsUnreadableRecords() {
    assertThatThrownBy(() -> settings.apply("trace-ratio/cam", new byte[] {1, 2, 3}))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("setting record");
  }

  @Test
  void refusesValuesThatTheApiWouldRefuse() {
    byte[] unknownLevel =
        Setting.newBuilder()
            .setLogLevel(LogLevel.newBuilder().setLevel("everything"))
            .build()
            .toByteArray();
    byte[] endless = ratio(Double.NaN);
    assertThatThrownBy(() -> settings.apply("log-level/" + LOGGER, unknownLevel))
        .hasMessageContaining("everything");
    assertThatThrownBy(() -> settings.apply("log-level/" + "x".repeat(1 << 20), unknownLevel))
        .satisfies(refused -> assertThat(refused.getMessage()).hasSizeLessThan(1000));
    assertThatThrownBy(() -> settings.apply("trace-ratio/cam", endless))
        .hasMessageContaining("NaN");
    assertThat(settings.levels().changed()).doesNotContainKey(LOGGER);
    assertThat(settings.ratios().all()).isEmpty();
  }

  @Test
  void refusesMoreThanAThousandSettingsOfAKind() {
    for (int i = 0; i < 1_000; i++) {
      settings.apply("trace-ratio/cam" + i, ratio(0.5));
    }
    assertThatThrownBy(() -> settings.apply("trace-ratio/more", ratio(0.5)))
        .hasMessageContaining("1000");
    settings.apply("trace-ratio/cam7", ratio(0.25));
    assertThat(settings.ratios().all()).hasSize(1_000).containsEntry("cam7", 0.25);
  }

  private static byte[] ratio(double ratio) {
    return Setting.newBuilder()
        .setTraceRatio(TraceRatio.newBuilder().setRatio(ratio))
        .build()
        .toByteArray();
  }
}
