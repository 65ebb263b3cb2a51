package io.darkroom.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceCredentialsTest {

  private static Source source(String uri) {
    return Source.newBuilder().setUri(uri).build();
  }

  private static Source source(String uri, Credentials.Builder credentials) {
    return source(uri).toBuilder().setCredentials(credentials).build();
  }

  private static Credentials.Builder user(String name, String password) {
    return Credentials.newBuilder().setUsername(name).setPassword(password);
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://ann:p%40ss+1@camera/a, rtsp://camera/a, ann, p@ss+1",
    "rtsp://ann@camera/a, rtsp://camera/a, ann, ''",
    "rtsp://:hush@camera/a, rtsp://camera/a, '', hush",
    "rtsp://camera/a, rtsp://camera/a, '', ''"
  })
  void movesUserAndPasswordOutOfTheUri(String given, String uri, String user, String password) {
    Source separated = SourceCredentials.separated(source(given));
    assertThat(separated.getUri()).isEqualTo(uri);
    assertThat(separated.getCredentials()).isEqualTo(user(user, password).build());
  }

  @Test
  void movesSecretParametersOutOfTheUri() {
    Source separated =
        SourceCredentials.separated(
            source("rtsp://camera/user=ann&password=a%2Fb&channel=1?x={x}"));
    assertThat(separated.getUri())
        .isEqualTo("rtsp://camera/user=ann&password={password}&channel=1?x={x}");
    assertThat(separated.getCredentials().getParametersMap())
        .containsOnlyKeys("password")
        .containsValue("a%2Fb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://ann:p%40ss@camera:8554/a?channel=1",
        "rtsp://ann@camera/a",
        "http://camera/a.m3u8?Access_Token=t$1&x=1",
        "rtsp://camera/user=ann&password=hush&channel=1",
        "rtsp://camera/a@b"
      })
  void restoresTheOriginalUri(String uri) {
    Source separated = SourceCredentials.separated(source(uri));
    assertThat(SourceCredentials.completed(separated).text()).isEqualTo(uri);
    assertThat(SourceCredentials.separated(separated)).isEqualTo(separated);
  }

  @Test
  void hidesThePassword() {
    Source hidden =
        SourceCredentials.hidden(source("rtsp://camera/a?pwd={pwd}", user("ann", "hush")));
    assertThat(hidden)
        .isEqualTo(source("rtsp://camera/a?pwd={pwd}").toBuilder().setHasCredentials(true).build());
  }

  @Test
  void keepsStoredCredentialsOnlyForTheSameAddress() {
    Source present = source("rtsp://camera/a", user("ann", "hush"));
    assertThat(keptBy("rtsp://camera:554/b", present)).isEqualTo(present.getCredentials());
    for (String elsewhere :
        new String[] {
          "rtsp://evil.example/a", "rtsp://camera:8554/a", "http://camera/a", "video:a.mp4"
        }) {
      assertThat(keptBy(elsewhere, present)).isEqualTo(Credentials.getDefaultInstance());
    }
    assertThat(keptBy("rtsp://camera/a", source("gopher://x", user("ann", "hush"))))
        .isEqualTo(Credentials.getDefaultInstance());
  }

  private static Credentials keptBy(String uri, Source present) {
    return SourceCredentials.kept(source(uri), Optional.of(present)).getCredentials();
  }

  @Test
  void replacesStoredCredentialsAndRemovesThemIfEmpty() {
    Source present = source("rtsp://camera/a", user("ann", "hush"));
    Source replaced = source("rtsp://camera/a", user("bob", "new"));
    assertThat(SourceCredentials.kept(replaced, Optional.of(present))).isEqualTo(replaced);
    Source removed = source("rtsp://camera/a", Credentials.newBuilder());
    assertThat(SourceCredentials.kept(removed, Optional.of(present)))
        .isEqualTo(source("rtsp://camera/a"));
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://ann:***@camera/a, Write the password",
    "rtsp://camera/a?token=***, Write the password",
    "rtsp://ann:%E4@camera/a, percent-encoded UTF-8",
    "rtsp://ann:100%@camera/a, percent-encoded UTF-8"
  })
  void explainsAnInvalidPassword(String uri, String expected) {
    assertThatThrownBy(() -> SourceCredentials.separated(source(uri)))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void refusesAPasswordInTwoPlaces() {
    Source twice = source("rtsp://ann:hush@camera/a", user("ann", "hush"));
    assertThatThrownBy(() -> SourceCredentials.separated(twice))
        .hasMessageContaining("not in both")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> SourceCredentials.separated(source("video:a", user("ann", "hush"))))
        .hasMessageContaining("not on the network");
  }

  @Test
  void hidesAllValuesInATextThatQuotesTheUri() {
    Credentials credentials = user("ann", "p@ss word").putParameters("pin", "4711").build();
    Source source = source("rtsp://camera/live/{pin}", credentials.toBuilder());
    String quoted = "open " + SourceCredentials.completed(source).text() + ": p@ss word refused";
    assertThat(SourceCredentials.hidden(credentials, quoted))
        .isEqualTo("open rtsp://ann:***@camera/live/***: *** refused");
  }

  @Test
  void refusesAPlaceholderWithoutAValue() {
    Source named = source("rtsp://camera/a?token={token}");
    assertThatThrownBy(() -> SourceCredentials.kept(named, Optional.empty()))
        .hasMessageContaining("credentials.parameters");
    Source given = source(named.getUri(), Credentials.newBuilder().putParameters("token", "t$1"));
    assertThat(SourceCredentials.completed(given).text()).isEqualTo("rtsp://camera/a?token=t$1");
  }
}
