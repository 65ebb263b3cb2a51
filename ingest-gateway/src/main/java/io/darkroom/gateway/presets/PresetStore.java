package io.darkroom.gateway.presets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.WireTime;
import io.darkroom.gateway.kafka.AppliedRecords;
import io.darkroom.v1.Preset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The presets of the topic {@code presets}, and of nothing else, as callers see them. Written by
 * the follower's thread, read by any thread.
 */
public final class PresetStore extends AppliedRecords {

  private final Map<String, Preset> presets = new ConcurrentHashMap<>();

  public PresetStore() {
    super("presets");
  }

  @Override
  protected void apply(ConsumerRecord<byte[], byte[]> message) {
    String presetId = new String(message.key(), UTF_8);
    if (message.value() == null) {
      presets.remove(presetId);
      return;
    }
    Preset stored = read(message.value()).toBuilder().setPresetId(presetId).build();
    presets.put(presetId, asSeen(stored, Instant.ofEpochMilli(message.timestamp())));
  }

  private static Preset read(byte[] value) {
    try {
      return Preset.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Adds what the record of a preset leaves out. */
  static Preset asSeen(Preset stored, Instant updatedAt) {
    return stored.toBuilder()
        .setEtag(stored.getUid() + "-" + stored.getRevision())
        .setUpdatedAt(WireTime.of(updatedAt))
        .build();
  }

  public Optional<Preset> find(String presetId) {
    return Optional.ofNullable(presets.get(presetId));
  }

  /**
   * @throws DarkroomException {@code NOT_FOUND}
   */
  public Preset require(String presetId) {
    return find(presetId)
        .orElseThrow(
            () ->
                DarkroomException.notFound(
                    "preset", presetId, "PUT /v1/presets/%s creates it.".formatted(presetId)));
  }

  /** All presets, sorted by id. */
  public List<Preset> all() {
    return List.copyOf(new TreeMap<>(presets).values());
  }

  public int size() {
    return presets.size();
  }
}
