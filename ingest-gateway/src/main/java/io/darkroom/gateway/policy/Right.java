package io.darkroom.gateway.policy;

import io.darkroom.v1.Grant;
import io.darkroom.v1.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Permissions on some streams.
 *
 * @param within a stream must be in all of these sets
 */
public record Right(Set<Permission> permissions, List<StreamPatterns> within) {

  public Right {
    permissions = Set.copyOf(permissions);
    within = within.stream().filter(streams -> !streams.matchesAll()).distinct().toList();
  }

  boolean allows(Permission permission) {
    return permissions.contains(permission);
  }

  boolean covers(String streamId) {
    for (StreamPatterns streams : within) {
      if (!streams.matches(streamId)) {
        return false;
      }
    }
    return true;
  }

  boolean coversAll() {
    return within.isEmpty();
  }

  Right within(StreamPatterns streams) {
    List<StreamPatterns> narrower = new ArrayList<>(within);
    narrower.add(streams);
    return new Right(permissions, narrower);
  }

  /** Shows the narrowest description that fits one list of patterns. */
  Grant toMessage() {
    Grant.Builder grant = Grant.newBuilder();
    permissions.stream().sorted().forEach(grant::addPermissions);
    if (coversAll()) {
      return grant.addAllStreams(StreamPatterns.ALL.patterns()).build();
    }
    within.forEach(streams -> grant.addStreams(String.join(" ", streams.patterns())));
    return grant.build();
  }
}
