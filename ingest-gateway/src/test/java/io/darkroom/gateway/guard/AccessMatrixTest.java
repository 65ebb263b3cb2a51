package io.darkroom.gateway.guard;

import static io.darkroom.v1.Permission.PERMISSION_IDENTIFIED;
import static io.darkroom.v1.Permission.PERMISSION_PUBLIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.client.WebClient;
import com.nimbusds.jwt.JWTClaimsSet;
import io.darkroom.gateway.policy.Permissions;
import io.darkroom.gateway.rpc.system.Contract;
import io.darkroom.gateway.testing.Callers;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GuardedDarkroom;
import io.darkroom.gateway.testing.TestIssuer;
import io.darkroom.v1.Permission;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every method, in every form, with every kind of caller, as the descriptors list them. */
class AccessMatrixTest {

  private static final Set<Permission> SHARED =
      EnumSet.of(
          Permission.PERMISSION_CONTROL,
          Permission.PERMISSION_VIDEOS,
          Permission.PERMISSION_MODELS,
          Permission.PERMISSION_ADMIN);

  /** One stream by which a leak would show, since no refused request names it. */
  private static final String PLANTED = "planted-stream";

  private static GuardedDarkroom guarded;
  private static TestIssuer issuer;
  private static Darkroom darkroom;
  private static WebClient client;
  private static String admin;
  private static String revoked;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    guarded = GuardedDarkroom.start(folder, Optional.of(rolePerPermission(folder)));
    issuer = guarded.issuer();
    darkroom = guarded.darkroom();
    admin = guarded.admin();
    client = WebClient.of("h2c://localhost:" + darkroom.gateway.port());
    revoked = revokedKey();
  }

  /** A role of the same name for each permission. */
  private static Path rolePerPermission(Path folder) throws IOException {
    StringBuilder policy = new StringBuilder("roles:\n");
    Permissions.ALL.forEach(
        permission ->
            policy.append(
                "  only-%s: {permissions: [%s]}%n"
                    .formatted(Permissions.name(permission), Permissions.name(permission))));
    return Files.writeString(folder.resolve("policy.yaml"), policy);
  }

  /** Some calls delete these. */
  @BeforeEach
  void plant() {
    for (String[] pipeline :
        List.of(
            new String[] {MatrixRequests.PIPELINE, MatrixRequests.STREAM},
            new String[] {PLANTED, PLANTED})) {
      String body = "{\"streamId\":\"%s\",\"chain\":\"\"}".formatted(pipeline[1]);
      assertThat(Callers.put(darkroom, "/v1/pipelines/" + pipeline[0], body, admin)).isEqualTo(200);
    }
    String source = "{\"uri\":\"rtsp://camera/a\",\"stopped\":true}";
    assertThat(Callers.put(darkroom, "/v1/sources/" + MatrixRequests.STREAM, source, admin))
        .isEqualTo(200);
  }

  private static String revokedKey() {
    String key = Callers.createKey(darkroom, admin, "admin");
    Callers.revoke(darkroom, admin, key);
    return key;
  }

  @AfterAll
  static void stop() throws Exception {
    guarded.close();
  }

  private static Stream<MethodDescriptor> methods() {
    return Contract.services().stream().map(ServiceDescriptor::getMethods).flatMap(List::stream);
  }

  private static List<MatrixCall> calls() {
    List<MatrixCall> calls = new ArrayList<>();
    methods()
        .forEach(
            method ->
                Stream.of(Form.values())
                    .filter(form -> form.offers(method))
                    .forEach(
                        form ->
                            calls.add(
                                new MatrixCall(
                                    method, form, MatrixRequests.of(method.getInputType())))));
    return calls;
  }

  @Test
  void everyMethodStatesThePermissionThatItNeeds() {
    assertThat(methods())
        .allSatisfy(
            method ->
                assertThat(MethodPermissions.of(method))
                    .as(method.getFullName())
                    .isNotIn(Permission.PERMISSION_UNSPECIFIED, Permission.UNRECOGNIZED));
  }

  @Test
  void refusesCallersWhoAreNotIdentified() {
    Map<String, String> secrets = unidentified();
    for (MatrixCall call : calls()) {
      boolean open = MethodPermissions.of(call.method()) == PERMISSION_PUBLIC;
      secrets.forEach(
          (kind, secret) -> {
            MatrixAnswer answer = MatrixAnswer.of(client, call.with(secret));
            assertThat(answer.code())
                .as("%s with %s: %s", call, kind, answer.text())
                .isEqualTo(open ? Status.Code.OK : Status.Code.UNAUTHENTICATED);
            assertThat(answer.text()).doesNotContain(PLANTED);
          });
    }
  }

  private static Map<String, String> unidentified() {
    Date past = Date.from(Instant.now().minus(Duration.ofMinutes(2)));
    Date future = Date.from(Instant.now().plus(Duration.ofMinutes(2)));
    Map<String, String> secrets = new LinkedHashMap<>();
    secrets.put("no token", "");
    secrets.put("garbage", "garbage");
    secrets.put("a garbage key", "darkroom_abcdefghijkl_" + "A".repeat(43));
    secrets.put("a revoked key", revoked);
    secrets.put("an expired token", issuer.sign(mallory().expirationTime(past)));
    secrets.put("a token of the future", issuer.sign(mallory().notBeforeTime(future)));
    secrets.put("another issuer", issuer.sign(mallory().issuer("https://evil.example")));
    secrets.put("another audience", issuer.sign(mallory().audience("other")));
    secrets.put("alg=none", TestIssuer.unsigned(mallory()));
    secrets.put("HMAC with the public key", issuer.signedWithPublicKey(mallory()));
    secrets.put("an ID token", issuer.sign(mallory(), "id+jwt"));
    return secrets;
  }

  private static JWTClaimsSet.Builder mallory() {
    return issuer.claims("mallory", "admin");
  }

  @Test
  void refusesCallersWithoutThePermission() {
    for (MatrixCall call : calls()) {
      Permission needed = MethodPermissions.of(call.method());
      String[] others =
          Permissions.ALL.stream()
              .filter(permission -> permission != needed)
              .map(permission -> "only-" + Permissions.name(permission))
              .toArray(String[]::new);
      MatrixAnswer answer = MatrixAnswer.of(client, call.with(issuer.token("bob", others)));
      if (needed == PERMISSION_PUBLIC || needed == PERMISSION_IDENTIFIED) {
        assertAllowed(call, answer);
      } else {
        assertThat(answer.code())
            .as("%s: %s", call, answer.text())
            .isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(answer.text()).doesNotContain(PLANTED);
      }
    }
  }

  @Test
  void refusesCallersWhoMayDoItWithOtherStreamsOnly() {
    for (MatrixCall call : calls()) {
      Permission needed = MethodPermissions.of(call.method());
      String token =
          issuer.sign(
              issuer
                  .claims(
                      "carol",
                      Permissions.ALL.stream()
                          .map(p -> "only-" + Permissions.name(p))
                          .toArray(String[]::new))
                  .claim("darkroom_streams", List.of("acme-*")));
      MatrixAnswer answer = MatrixAnswer.of(client, call.with(token));
      assertThat(answer.text()).as(call.toString()).doesNotContain(PLANTED);
      if (concernsNoStream(call, needed)) {
        assertAllowed(call, answer);
        assertThat(answer.text()).as(call.toString()).doesNotContain(MatrixRequests.PIPELINE);
      } else {
        assertThat(answer.code())
            .as("%s: %s", call, answer.text())
            .isIn(Status.Code.PERMISSION_DENIED, Status.Code.NOT_FOUND);
      }
    }
  }

  /** Such calls are allowed; their answers leave out what the caller may not see. */
  private static boolean concernsNoStream(MatrixCall call, Permission needed) {
    String type = call.method().getInputType().getName();
    boolean filtered =
        Set.of("WatchStreamsRequest", "WatchPipelinesRequest", "WatchSourcesRequest").contains(type)
            || (type.startsWith("List") && !SHARED.contains(needed));
    return needed == PERMISSION_PUBLIC
        || needed == PERMISSION_IDENTIFIED
        || needed == Permission.PERMISSION_PROCESS
        || filtered;
  }

  @Test
  void servesCallersWithThePermission() {
    for (MatrixCall call : calls()) {
      Permission needed = MethodPermissions.of(call.method());
      String role = Permissions.ALL.contains(needed) ? "only-" + Permissions.name(needed) : "none";
      assertAllowed(call, MatrixAnswer.of(client, call.with(issuer.token("alice", role))));
    }
  }

  private static void assertAllowed(MatrixCall call, MatrixAnswer answer) {
    assertThat(answer.code())
        .as("%s: %s", call, answer.text())
        .isNotIn(Status.Code.PERMISSION_DENIED, Status.Code.UNAUTHENTICATED);
  }
}
