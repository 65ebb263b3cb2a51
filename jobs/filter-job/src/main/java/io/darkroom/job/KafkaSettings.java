package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.telemetry.setting.RuntimeSettings;
import io.darkroom.telemetry.setting.SettingSource;

/** Follows the topic {@code settings} from its beginning. */
record KafkaSettings(JobConfig config) implements SettingSource {

  private static final long serialVersionUID = 1L;

  @Override
  public AutoCloseable follow(RuntimeSettings settings) {
    return KafkaTail.follow(
        config,
        config.topics().settings().name(),
        record -> settings.apply(new String(record.key(), UTF_8), record.value()));
  }
}
