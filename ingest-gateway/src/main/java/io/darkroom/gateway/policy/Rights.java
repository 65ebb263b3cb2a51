package io.darkroom.gateway.policy;

import io.darkroom.v1.Grant;
import io.darkroom.v1.Permission;
import java.util.List;
import java.util.Set;

/** Everything that a caller may do. */
public record Rights(Set<Right> all) {

  public static final Rights NONE = new Rights(Set.of());

  /** Everything, on all streams. */
  public static final Rights EVERYTHING =
      new Rights(Set.of(new Right(Permissions.ALL, List.of(StreamPatterns.ALL))));

  public Rights {
    all = Set.copyOf(all);
  }

  /** Whether the caller has the permission on at least some streams. */
  public boolean allow(Permission permission) {
    for (Right right : all) {
      if (right.allows(permission)) {
        return true;
      }
    }
    return false;
  }

  public boolean allow(Permission permission, String streamId) {
    for (Right right : all) {
      if (right.allows(permission) && right.covers(streamId)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the caller has the permission on all streams. */
  public boolean allowEverywhere(Permission permission) {
    for (Right right : all) {
      if (right.allows(permission) && right.coversAll()) {
        return true;
      }
    }
    return false;
  }

  public List<Grant> toMessages() {
    return all.stream().map(Right::toMessage).toList();
  }
}
