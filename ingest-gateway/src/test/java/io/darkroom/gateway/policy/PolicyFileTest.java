package io.darkroom.gateway.policy;

import static io.darkroom.v1.Permission.PERMISSION_ADMIN;
import static io.darkroom.v1.Permission.PERMISSION_PROCESS;
import static io.darkroom.v1.Permission.PERMISSION_PUBLISH;
import static io.darkroom.v1.Permission.PERMISSION_WATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.policy.Subject.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

  private static final String POLICY =
      """
      roles:
        night-shift: {permissions: [watch, process], streams: ["lobby-*"]}
      bindings:
        - {roles: [night-shift], groups: [guards]}
        - {roles: [admin], users: [alice]}
        - roles: [publisher]
          certificates: ["CN=camera-*"]
          streams: [lobby-1, yard-*]
      """;

  private static Rights rights(Subject subject) {
    return parse(POLICY).of(subject);
  }

  private static Policy parse(String content) {
    return PolicyFile.parse(Path.of("policy.yaml"), content);
  }

  private static Subject user(String name, String... groups) {
    return new Subject(Kind.TOKEN, name, Set.of(groups), Set.of(), StreamPatterns.ALL);
  }

  @Test
  void givesRolesOfTheFileToGroups() {
    Rights rights = rights(user("bob", "guards"));
    assertThat(rights.allow(PERMISSION_WATCH, "lobby-1")).isTrue();
    assertThat(rights.allow(PERMISSION_WATCH, "yard-1")).isFalse();
    assertThat(rights.allow(PERMISSION_PROCESS)).isTrue();
    assertThat(rights.allow(PERMISSION_PUBLISH)).isFalse();
  }

  @Test
  void givesBuiltInRolesToUsers() {
    assertThat(rights(user("alice")).allowEverywhere(PERMISSION_ADMIN)).isTrue();
    assertThat(rights(user("mallory"))).isEqualTo(Rights.NONE);
  }

  @Test
  void givesRolesOnSomeStreamsToCertificates() {
    Subject camera =
        new Subject(Kind.CERTIFICATE, "CN=camera-7", Set.of(), Set.of(), StreamPatterns.ALL);
    Rights rights = rights(camera);
    assertThat(rights.allow(PERMISSION_PUBLISH, "lobby-1")).isTrue();
    assertThat(rights.allow(PERMISSION_PUBLISH, "yard-x")).isTrue();
    assertThat(rights.allow(PERMISSION_PUBLISH, "lobby-2")).isFalse();
  }

  @Test
  void restrictsEveryRoleToTheStreamsOfTheSubject() {
    Subject tenant =
        new Subject(
            Kind.TOKEN,
            "alice",
            Set.of("guards"),
            Set.of("viewer"),
            new StreamPatterns(List.of("lobby-2*")));
    Rights rights = rights(tenant);
    assertThat(rights.allow(PERMISSION_WATCH, "lobby-22")).isTrue();
    assertThat(rights.allow(PERMISSION_WATCH, "lobby-1")).isFalse();
    assertThat(rights.allowEverywhere(PERMISSION_ADMIN)).isFalse();
  }

  @Test
  void aSubjectWithoutStreamsMayUseNone() {
    Subject nobody =
        new Subject(Kind.TOKEN, "x", Set.of(), Set.of("admin"), new StreamPatterns(List.of()));
    Rights rights = Policy.BUILT_IN.of(nobody);
    assertThat(rights.allow(PERMISSION_WATCH, "lobby-1")).isFalse();
    assertThat(rights.allowEverywhere(PERMISSION_WATCH)).isFalse();
  }

  @Test
  void anEmptyFileHasOnlyTheBuiltInRoles() {
    assertThat(parse("")).isEqualTo(Policy.BUILT_IN);
    assertThat(parse("{\"bindings\": []}")).isEqualTo(Policy.BUILT_IN);
  }

  @Test
  void reportsEveryProblemWithItsLine() {
    String wrong =
        """
        roles:
          admin: {permissions: [watch]}
          guard: {permissions: [wach], stream: [x]}
        bindings:
          - {roles: [gard], groups: [a]}
          - {roles: [guard]}
          - {roles: [guard], users: [u], streams: ["a b"]}
        rules: []
        """;
    assertThatThrownBy(() -> parse(wrong))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("policy.yaml, line 2: admin (expected: a name that is not built in)")
        .hasMessageContaining("line 3: wach (expected: watch, publish,")
        .hasMessageContaining("line 3: stream (expected: one of")
        .hasMessageContaining("line 5: gard (expected: a role of this file, or a built-in one)")
        .hasMessageContaining("line 6: nobody (expected: groups, users or certificates)")
        .hasMessageContaining("line 7: a b (expected: an id, or a pattern such as lobby-*)")
        .hasMessageContaining("line 8: rules (expected: one of");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'a: [';line 1",
        "'roles: {x: 1}';line 1: \"1\" (expected: a mapping of",
        "'- a';line 1: sequence (expected: a mapping of roles, bindings)",
        "'a: &x [*x]';line 1",
        "'roles: {}\nroles: {}';line "
      })
  void reportsWhatIsNoPolicy(String content, String message) {
    assertThatThrownBy(() -> parse(content.replace("\\n", "\n")))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesDeepAndLargeFiles() {
    assertThatThrownBy(() -> parse("[".repeat(1_000))).isInstanceOf(DarkroomException.class);
    assertThatThrownBy(() -> parse("a".repeat(2 << 20))).isInstanceOf(DarkroomException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "lobby-*,lobby-1,true",
    "lobby-*,lobby-,true",
    "lobby-*,lobb,false",
    "*,anything,true",
    "*-cam,front-cam,true",
    "*-cam,front-cam2,false",
    "a*b*c,axxbyyc,true",
    "a*b*c,axxbyy,false",
    "lobby,lobby,true",
    "lobby,lobby2,false",
    "**,x,true"
  })
  void matchesPatterns(String pattern, String stream, boolean expected) {
    assertThat(new StreamPatterns(List.of(pattern)).matches(stream)).isEqualTo(expected);
  }
}
