package io.darkroom.gateway.identity;

import io.darkroom.frame.WireTime;
import io.darkroom.gateway.limits.RecentMap;
import io.darkroom.v1.ApiKey;
import io.darkroom.v1.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/** Records when each API key was last used, at most once a minute per key. Thread-safe. */
final class KeyUses {

  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int MOST_KEYS = 10_000;

  private final RecentMap<String, Instant> recorded = new RecentMap<>(MOST_KEYS);
  private final BiConsumer<String, byte[]> records;

  /**
   * @param records writes a record of the topic {@code keys}, and must not block
   */
  KeyUses(BiConsumer<String, byte[]> records) {
    this.records = records;
  }

  void note(String keyId) {
    Instant now = Instant.now();
    Instant last = recorded.find(keyId).orElse(Instant.EPOCH);
    if (Duration.between(last, now).compareTo(PERIOD) >= 0) {
      recorded.put(keyId, now);
      ApiKey use = ApiKey.newBuilder().setLastUsedAt(WireTime.of(now)).build();
      records.accept(
          KeyStore.useOf(keyId), StoredKey.newBuilder().setKey(use).build().toByteArray());
    }
  }
}
