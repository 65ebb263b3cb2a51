package io.darkroom.gateway.policy;

import static io.darkroom.v1.Permission.PERMISSION_CONTROL;
import static io.darkroom.v1.Permission.PERMISSION_MODELS;
import static io.darkroom.v1.Permission.PERMISSION_PROCESS;
import static io.darkroom.v1.Permission.PERMISSION_PUBLISH;
import static io.darkroom.v1.Permission.PERMISSION_SOURCES;
import static io.darkroom.v1.Permission.PERMISSION_VIDEOS;
import static io.darkroom.v1.Permission.PERMISSION_WATCH;

import io.darkroom.v1.Permission;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A named set of rights. */
record Role(String name, Set<Permission> permissions, StreamPatterns streams) {

  static final String ADMIN = "admin";

  /** The roles that exist without a policy file, by name. */
  static final Map<String, Role> BUILT_IN =
      Map.of(
          "viewer",
          everywhere("viewer", Set.of(PERMISSION_WATCH)),
          "publisher",
          everywhere("publisher", Set.of(PERMISSION_PUBLISH)),
          "operator",
          everywhere(
              "operator",
              Set.of(
                  PERMISSION_WATCH,
                  PERMISSION_PUBLISH,
                  PERMISSION_PROCESS,
                  PERMISSION_CONTROL,
                  PERMISSION_SOURCES,
                  PERMISSION_VIDEOS,
                  PERMISSION_MODELS)),
          ADMIN,
          everywhere(ADMIN, Permissions.ALL));

  private static Role everywhere(String name, Set<Permission> permissions) {
    return new Role(name, permissions, StreamPatterns.ALL);
  }

  Right within(StreamPatterns narrower) {
    return new Right(permissions, List.of(streams, narrower));
  }
}
