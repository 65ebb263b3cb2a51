package io.darkroom.gateway.presets;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.ControlWriter.Change;
import io.darkroom.gateway.limits.Limit;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.v1.Preset;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Changes presets by appending to their topic. Changes are serialized across all gateways, so that
 * each is based on the one before. Futures complete when this gateway has read the change back.
 * Thread-safe; never blocks.
 */
public record PresetWriter(PresetStore store, ControlWriter topic, Limit limit) {

  /**
   * Creates or replaces a preset. One that does not change keeps its revision.
   *
   * @param plain see {@link PresetFields#plain}
   */
  public CompletableFuture<Preset> put(Preset plain, Precondition condition) {
    return topic
        .change(plain.getPresetId(), () -> change(plain, condition))
        .thenApply(written -> store.require(plain.getPresetId()));
  }

  /**
   * Returns the result that {@link #put} would have now, without changing anything.
   *
   * @throws DarkroomException where {@link #put} would fail
   */
  public Preset preview(Preset plain, Precondition condition) {
    Optional<Preset> present = store.find(plain.getPresetId());
    return next(plain, present, condition)
        .map(next -> PresetStore.asSeen(next, Instant.now()))
        .orElseGet(present::orElseThrow);
  }

  /** Deletes a preset; fails with {@code NOT_FOUND} if it does not exist. */
  public CompletableFuture<Void> delete(String presetId, Precondition condition) {
    return topic
        .change(
            presetId,
            () -> {
              String etag = store.require(presetId).getEtag();
              condition.require("preset", presetId, Optional.of(etag));
              return Optional.of(Change.DELETION);
            })
        .thenApply(deleted -> null);
  }

  private Optional<Change> change(Preset plain, Precondition condition) {
    return next(plain, store.find(plain.getPresetId()), condition)
        .map(next -> new Change(next.toByteArray()));
  }

  /** The next revision; empty if nothing changes. */
  private Optional<Preset> next(Preset plain, Optional<Preset> present, Precondition condition) {
    condition.require("preset", plain.getPresetId(), present.map(Preset::getEtag));
    if (present.isEmpty()) {
      limit.require(store.size());
      String uid = UUID.randomUUID().toString();
      return Optional.of(plain.toBuilder().setUid(uid).setRevision(1).build());
    }
    Preset now = present.get();
    boolean same =
        now.getTitle().equals(plain.getTitle()) && now.getChain().equals(plain.getChain());
    return same
        ? Optional.empty()
        : Optional.of(
            plain.toBuilder().setUid(now.getUid()).setRevision(now.getRevision() + 1).build());
  }
}
