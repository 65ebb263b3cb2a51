package io.darkroom.gateway.resources;

import io.darkroom.gateway.resources.ChangeLog.Changes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Selects the changes that a watch asked for. A resource that no longer matches is reported as
 * deleted. Not thread-safe.
 */
public final class WatchFilter<R> {

  private final Function<R, String> id;
  private final Predicate<R> wanted;
  private final boolean everything;

  /** Ids that the caller knows; null if unknown, since it resumed with a token. */
  private Set<String> shown;

  private WatchFilter(Function<R, String> id, Predicate<R> wanted, boolean everything) {
    this.id = id;
    this.wanted = wanted;
    this.everything = everything;
  }

  public static <R> WatchFilter<R> of(Function<R, String> id, Predicate<R> wanted) {
    return new WatchFilter<>(id, wanted, false);
  }

  public static <R> WatchFilter<R> everything() {
    return new WatchFilter<>(resource -> "", resource -> true, true);
  }

  Changes<R> apply(Changes<R> all) {
    if (everything) {
      return all;
    }
    if (all.snapshot()) {
      shown = new HashSet<>();
    }
    List<R> changed = new ArrayList<>();
    List<String> deleted = new ArrayList<>(all.deleted().stream().filter(this::wasShown).toList());
    for (R resource : all.changed()) {
      if (wanted.test(resource)) {
        changed.add(resource);
        noteShown(resource);
      } else if (wasShown(id.apply(resource))) {
        deleted.add(id.apply(resource));
      }
    }
    return new Changes<>(all.snapshot(), changed, deleted, all.token());
  }

  private void noteShown(R resource) {
    if (shown != null) {
      shown.add(id.apply(resource));
    }
  }

  private boolean wasShown(String resourceId) {
    return shown == null || shown.remove(resourceId);
  }
}
