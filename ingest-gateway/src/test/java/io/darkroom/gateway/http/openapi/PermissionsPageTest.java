package io.darkroom.gateway.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.darkroom.gateway.guard.MethodPermissions;
import io.darkroom.gateway.policy.Permissions;
import io.darkroom.gateway.rpc.system.Contract;
import io.darkroom.v1.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/permissions.md matches the protos; {@code -Ddarkroom.docs=write} regenerates it. */
class PermissionsPageTest {

  private static final Path FILE = Path.of("../docs/permissions.md");
  private static final boolean WRITE = "write".equals(System.getProperty("darkroom.docs"));

  private static final String HEAD =
      """
      # Permissions of the RPCs

      Generated from the option `permission` of each method in the [protos](../schemas/src/main/proto/darkroom/v1). [access.md](access.md)
      explains permissions, roles and streams. WebSockets and `mjpeg` need the permission of `WatchFrames` or `PublishFrames`, bodies that are
      images that of `ProcessImage` or `PublishFrame`, uploads by `PUT` that of `UploadVideo`, and `/metrics` needs `admin` on all streams.

      | method | permission |
      |---|---|
      """;

  private static List<MethodDescriptor> methods() {
    return Contract.services().stream()
        .map(ServiceDescriptor::getMethods)
        .flatMap(List::stream)
        .toList();
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    methods().forEach(method -> page.append(row(method)));
    return page.toString();
  }

  private static String row(MethodDescriptor method) {
    String name = method.getService().getName() + "." + method.getName();
    return "| `%s` | %s |\n".formatted(name, describe(MethodPermissions.of(method)));
  }

  private static String describe(Permission permission) {
    return switch (permission) {
      case PERMISSION_PUBLIC -> "none";
      case PERMISSION_IDENTIFIED -> "none, but the caller must be identified";
      default -> "`%s`".formatted(Permissions.name(permission));
    };
  }

  @Test
  void matchesTheProtos() throws IOException {
    if (WRITE) {
      Files.writeString(FILE, page());
    }
    assertThat(FILE).hasContent(page());
  }

  /** The page of the API shows the comments. */
  @Test
  void theCommentOfEachMethodEndsWithItsPermission() {
    Comments comments = Comments.read();
    assertThat(methods())
        .allSatisfy(
            method ->
                assertThat(comments.of(method.getFullName()).strip())
                    .endsWith("Permission: %s.".formatted(describe(MethodPermissions.of(method)))));
  }
}
