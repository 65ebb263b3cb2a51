package io.darkroom.gateway.policy;

import io.darkroom.v1.Permission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The permissions that a caller can have, and their names in files and messages. */
public final class Permissions {

  private static final String PREFIX = "PERMISSION_";

  /** Every permission that must be granted. */
  public static final Set<Permission> ALL =
      EnumSet.range(Permission.PERMISSION_WATCH, Permission.PERMISSION_ADMIN);

  private Permissions() {}

  /** As in a policy file: {@code watch}. */
  public static String name(Permission permission) {
    return permission.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  static Optional<Permission> parse(String name) {
    return ALL.stream().filter(permission -> name(permission).equals(name)).findFirst();
  }

  static String names() {
    return ALL.stream().map(Permissions::name).collect(Collectors.joining(", "));
  }
}
