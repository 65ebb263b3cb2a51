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
  void aLevelHoldsUntilItsRecordIsDeleted() {
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
  void aRatioHoldsUntilItsRecordIsDeleted() {
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
  void whatIsNewerThanThisProgramIsIgnored() {
    settings.apply("colour/cam", new byte[] {1});
    assertThat(settings.ratios().all()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsSaid() {
    assertThatThrownBy(() -> settings.apply("trace-ratio/cam", new byte[] {1, 2, 3}))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("setting record");
  }
}
