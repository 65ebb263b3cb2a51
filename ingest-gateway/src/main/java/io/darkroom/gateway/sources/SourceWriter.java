package io.darkroom.gateway.sources;

import com.google.protobuf.Duration;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.ControlWriter.Change;
import io.darkroom.gateway.limits.Limit;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.v1.Source;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Changes sources by appending to their topic. Changes are serialized across all gateways, so that
 * each is based on the one before. Futures complete when this gateway has read the change back.
 * Thread-safe; never blocks.
 */
public final class SourceWriter {

  private static final Set<String> FINISHED = Set.of("ended", "failed");

  private final SourceStore store;
  private final SourceReports reports;
  private final SourceRules rules;
  private final SourceVault vault;
  private final ControlWriter topic;
  private final Limit limit;

  public SourceWriter(
      SourceStore store,
      SourceReports reports,
      SourceRules rules,
      SourceVault vault,
      ControlWriter topic,
      Limit limit) {
    this.store = store;
    this.reports = reports;
    this.rules = rules;
    this.vault = vault;
    this.topic = topic;
    this.limit = limit;
  }

  /**
   * Creates or replaces a source. A source that does not change keeps its revision.
   *
   * @throws DarkroomException if the source is invalid
   */
  public CompletableFuture<Source> put(Source wanted, Precondition condition) {
    Source plain = plain(wanted);
    return permitted(plain)
        .thenCompose(
            permitted -> change(wanted.getSourceId(), present -> next(plain, present, condition)));
  }

  /**
   * Returns the result that {@link #put} would have now, without changing anything. Fails like
   * {@link #put}.
   */
  public CompletableFuture<Source> preview(Source wanted, Precondition condition) {
    Source plain = plain(wanted);
    return permitted(plain)
        .thenApply(
            permitted -> {
              Optional<DefinedSource> present = opened(store.find(wanted.getSourceId()));
              return reports.preview(next(plain, present, condition));
            });
  }

  private static Source plain(Source wanted) {
    SourceFields.require(wanted);
    String streamId = wanted.getStreamId().isEmpty() ? wanted.getSourceId() : wanted.getStreamId();
    return SourceCredentials.separated(wanted).toBuilder()
        .setStreamId(streamId)
        .clearStatus()
        .clearHasCredentials()
        .clearEtag()
        .clearUid()
        .clearRevision()
        .build();
  }

  /** Runs on another thread, because the check may block on a DNS lookup. */
  private CompletableFuture<Void> permitted(Source plain) {
    SourceUri uri = SourceUri.parse(plain.getUri());
    return CompletableFuture.runAsync(() -> rules.require(uri));
  }

  /** Starts a source. One that has ended or failed starts again. */
  public CompletableFuture<Source> start(String sourceId) {
    return edit(
        sourceId,
        source -> source.setStopped(false),
        present -> FINISHED.contains(reports.status(present).getState()));
  }

  public CompletableFuture<Source> stop(String sourceId) {
    return edit(sourceId, source -> source.setStopped(true), present -> false);
  }

  /**
   * Restarts a video at a position; fails with {@code INVALID_ARGUMENT} if the source is not a
   * video.
   */
  public CompletableFuture<Source> seek(String sourceId, Duration position) {
    return edit(sourceId, source -> requireVideo(source).setStartAt(position), present -> true);
  }

  /** Deletes a source; fails with {@code NOT_FOUND} if it does not exist. */
  public CompletableFuture<Void> delete(String sourceId, Precondition condition) {
    return topic
        .change(
            sourceId,
            () -> {
              condition.require("source", sourceId, Optional.of(store.require(sourceId).etag()));
              return Optional.of(Change.DELETION);
            })
        .thenApply(deleted -> null);
  }

  /**
   * @param always whether to create a revision even if nothing changes
   */
  private CompletableFuture<Source> edit(
      String sourceId, UnaryOperator<Source.Builder> edit, Predicate<DefinedSource> always) {
    return change(
        sourceId,
        found -> {
          DefinedSource present = found.orElseThrow(() -> SourceStore.unknown(sourceId));
          Source wanted = edit.apply(present.definition().toBuilder()).build();
          return wanted.equals(present.definition()) && !always.test(present)
              ? wanted
              : following(wanted, present);
        });
  }

  /**
   * Writes a definition that has changed, or whose passwords were stored in another form.
   *
   * @param decision returns the new definition; the present one for no change
   */
  private CompletableFuture<Source> change(
      String sourceId, Function<Optional<DefinedSource>, Source> decision) {
    return topic
        .change(
            sourceId,
            () -> {
              Optional<DefinedSource> stored = store.find(sourceId);
              Optional<DefinedSource> present = opened(stored);
              Source next = decision.apply(present);
              return present.filter(source -> source.definition().equals(next)).isPresent()
                      && stored.filter(source -> vault.isOutdated(source.definition())).isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Change(vault.sealed(next).toByteArray()));
            })
        .thenApply(written -> reports.require(sourceId));
  }

  private Optional<DefinedSource> opened(Optional<DefinedSource> stored) {
    return stored.map(source -> source.with(vault.opened(source.definition())));
  }

  private Source next(Source wanted, Optional<DefinedSource> present, Precondition condition) {
    condition.require("source", wanted.getSourceId(), present.map(DefinedSource::etag));
    if (present.isEmpty()) {
      limit.require(store.size());
    }
    Source next = SourceCredentials.kept(wanted, present.map(DefinedSource::definition));
    if (present.isEmpty()) {
      return next.toBuilder().setUid(UUID.randomUUID().toString()).setRevision(1).build();
    }
    Source counted = following(next, present.get());
    return same(present.get().definition(), counted) ? present.get().definition() : counted;
  }

  private static Source following(Source wanted, DefinedSource present) {
    return wanted.toBuilder()
        .setUid(present.definition().getUid())
        .setRevision(present.definition().getRevision() + 1)
        .build();
  }

  private static boolean same(Source present, Source wanted) {
    return wanted.toBuilder().setRevision(present.getRevision()).build().equals(present);
  }

  private static Source.Builder requireVideo(Source.Builder source) {
    if (!SourceUri.parse(source.getUri()).mayBeVideo()) {
      throw DarkroomException.invalid(
          "position",
          "source: %s has no positions (expected: a video). Choose a source that plays a video."
              .formatted(source.getSourceId()));
    }
    return source;
  }
}
