package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.WireTime;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.util.List;
import java.util.Optional;

/** Describes sources to callers: without passwords, with their status. Thread-safe. */
public final class SourceReports {

  private final SourceStore store;
  private final SourceStatuses statuses;

  public SourceReports(SourceStore store, SourceStatuses statuses) {
    this.store = store;
    this.statuses = statuses;
    store.onChanged(this::forgetDeleted);
  }

  private void forgetDeleted(String sourceId) {
    if (store.find(sourceId).isEmpty()) {
      statuses.forget(sourceId);
    }
  }

  /** All sources, sorted by id. */
  public List<Source> all() {
    return store.all().stream().map(this::report).toList();
  }

  /**
   * @throws DarkroomException {@code NOT_FOUND}
   */
  public Source require(String sourceId) {
    return report(store.require(sourceId));
  }

  private Source report(DefinedSource source) {
    return preview(source.definition()).toBuilder().setStatus(status(source)).build();
  }

  /** Describes a definition, without a status. */
  Source preview(Source definition) {
    return SourceCredentials.hidden(definition).toBuilder()
        .setEtag(DefinedSource.etag(definition))
        .build();
  }

  SourceStatus status(DefinedSource source) {
    if (!source.isWanted()) {
      return statusOf(source, "stopped").setStateChangedAt(WireTime.of(source.changedAt())).build();
    }
    return statuses
        .fresh(source.sourceId())
        .filter(status -> isAbout(status, source))
        .orElseGet(() -> waiting(source));
  }

  private SourceStatus waiting(DefinedSource source) {
    SourceStatus.Builder status =
        statusOf(source, "waiting").setStateChangedAt(WireTime.of(source.changedAt()));
    Optional<SourceStatus> last = statuses.last(source.sourceId());
    last.filter(known -> isAbout(known, source))
        .ifPresent(known -> status.setStateChangedAt(known.getUpdatedAt()));
    last.filter(SourceStatus::hasLastErrorAt)
        .ifPresent(
            known ->
                status.setLastError(known.getLastError()).setLastErrorAt(known.getLastErrorAt()));
    return status.build();
  }

  private static SourceStatus.Builder statusOf(DefinedSource source, String state) {
    return SourceStatus.newBuilder()
        .setSourceId(source.sourceId())
        .setState(state)
        .setRevision(source.definition().getRevision());
  }

  private static boolean isAbout(SourceStatus status, DefinedSource source) {
    return status.getRevision() == source.definition().getRevision();
  }
}
