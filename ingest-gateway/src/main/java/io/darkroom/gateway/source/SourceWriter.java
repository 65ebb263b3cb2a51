package io.darkroom.gateway.source;

import com.google.protobuf.Duration;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Names;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.Turns;
import io.darkroom.gateway.limit.Limit;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Source;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * Changes sources by appending to their topic, one change after the other, so that each builds on
 * the one before. Futures complete when this gateway has the change back. Thread-safe; never
 * blocks.
 */
public final class SourceWriter {

  private static final Set<String> AT_AN_END = Set.of("ended", "failed");

  private final SourceStore store;
  private final SourceReports reports;
  private final SourceRules rules;
  private final FramePublisher publisher;
  private final Topics topics;
  private final Limit limit;
  private final Turns turns = new Turns();

  public SourceWriter(
      SourceStore store,
      SourceReports reports,
      SourceRules rules,
      FramePublisher publisher,
      Topics topics,
      Limit limit) {
    this.store = store;
    this.reports = reports;
    this.rules = rules;
    this.publisher = publisher;
    this.topics = topics;
    this.limit = limit;
  }

  /**
   * Creates or changes a source; one that is already so stays at its revision. A password that is
   * hidden stays what it is.
   *
   * @throws DarkroomException where it cannot be
   */
  public CompletableFuture<Source> put(Source wanted) {
    Names.require("sourceId", wanted.getSourceId());
    String streamId = wanted.getStreamId().isEmpty() ? wanted.getSourceId() : wanted.getStreamId();
    Names.require("streamId", streamId);
    SourceUri uri = SourceUri.parse(wanted.getUri());
    Source plain = wanted.toBuilder().setStreamId(streamId).clearStatus().build();
    return CompletableFuture.runAsync(() -> rules.require(uri))
        .thenCompose(allowed -> turns.next(() -> append(plain, uri)))
        .thenApply(written -> reports.require(wanted.getSourceId()));
  }

  /** Has it fetched; one that has come to its end or failed begins anew. */
  public CompletableFuture<Source> start(String sourceId) {
    return change(
        sourceId,
        source -> source.setStopped(false),
        present -> AT_AN_END.contains(reports.status(present).getState()));
  }

  public CompletableFuture<Source> stop(String sourceId) {
    return change(sourceId, source -> source.setStopped(true), present -> false);
  }

  /** Has a video begin from there; fails with {@code INVALID_ARGUMENT} where it is none. */
  public CompletableFuture<Source> seek(String sourceId, Duration position) {
    return change(sourceId, source -> requireVideo(source).setStartAt(position), present -> true);
  }

  /** Deletes a source; fails with {@code NOT_FOUND} where there is none. */
  public CompletableFuture<Void> delete(String sourceId) {
    return turns.next(
        () -> {
          store.require(sourceId);
          return write(sourceId, null);
        });
  }

  private interface Condition {
    boolean holds(DefinedSource present);
  }

  /**
   * @param anyway when to count a revision although nothing is changed
   */
  private CompletableFuture<Source> change(
      String sourceId, UnaryOperator<Source.Builder> edit, Condition anyway) {
    return turns
        .next(
            () -> {
              DefinedSource present = store.require(sourceId);
              Source wanted = edit.apply(present.definition().toBuilder()).build();
              return wanted.equals(present.definition()) && !anyway.holds(present)
                  ? CompletableFuture.<Void>completedFuture(null)
                  : write(sourceId, next(wanted, Optional.of(present)));
            })
        .thenApply(written -> reports.require(sourceId));
  }

  private CompletableFuture<Void> append(Source wanted, SourceUri uri) {
    Optional<DefinedSource> present = store.find(wanted.getSourceId());
    if (present.isEmpty()) {
      limit.require(store.size());
    }
    String full = uri.withSecretsOf(present.flatMap(SourceWriter::uri)).text();
    Source next = next(wanted.toBuilder().setUri(full).build(), present);
    if (present.isPresent() && same(present.get().definition(), next)) {
      return CompletableFuture.completedFuture(null);
    }
    return write(wanted.getSourceId(), next);
  }

  private static Optional<SourceUri> uri(DefinedSource source) {
    try {
      return Optional.of(SourceUri.parse(source.definition().getUri()));
    } catch (DarkroomException e) {
      return Optional.empty();
    }
  }

  private static boolean same(Source present, Source wanted) {
    return wanted.toBuilder().setRevision(present.getRevision()).build().equals(present);
  }

  private static Source next(Source wanted, Optional<DefinedSource> present) {
    long revision = present.map(source -> source.definition().getRevision()).orElse(0L) + 1;
    return wanted.toBuilder().setRevision(revision).build();
  }

  private CompletableFuture<Void> write(String sourceId, Source definition) {
    return publisher
        .put(topics.sources(), sourceId, definition == null ? null : definition.toByteArray())
        .thenCompose(metadata -> store.folded(metadata.partition(), metadata.offset()));
  }

  private static Source.Builder requireVideo(Source.Builder source) {
    if (!SourceUri.parse(source.getUri()).mayBeVideo()) {
      throw DarkroomException.invalid(
          "position",
          "source: %s has no positions (expected: a video). Name one that plays a video."
              .formatted(source.getSourceId()));
    }
    return source;
  }
}
