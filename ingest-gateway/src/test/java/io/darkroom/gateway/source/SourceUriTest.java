package io.darkroom.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.source.SourceUri.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUriTest {

  @ParameterizedTest
  @CsvSource({
    "rtsp://cam/stream, RTSP",
    "RTSPS://cam:322/stream, RTSP",
    "http://host/live.m3u8, HTTP",
    "https://[2001:db8::1]:8443/a.mp4, HTTP",
    "video:lobby.mp4, VIDEO",
    "images:slides, IMAGES",
    "camera:/dev/video0, CAMERA",
    "test:testsrc2=size=1280x720:rate=30, TEST"
  })
  void knowsItsKindByTheScheme(String text, Kind kind) {
    assertThat(SourceUri.parse(text).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cam",
        "file:/etc/passwd",
        "ftp://x/y",
        "rtsp:cam",
        "http:///x",
        "video:",
        "gopher://x",
        "rtsp://",
        "concat:a|b",
        "rtsp://cam/a\nb"
      })
  void refusesOtherSchemesAndEmptyPlaces(String text) {
    assertThatThrownBy(() -> SourceUri.parse(text))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("expected");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://admin:pw@cam/s, rtsp://admin:***@cam/s",
    "rtsp://admin:p@w:x@cam/s, rtsp://admin:***@cam/s",
    "rtsp://:pw@cam/s, rtsp://:***@cam/s",
    "rtsp://cam/s, rtsp://cam/s",
    "http://h/a?user=x&password=pw&n=1, http://h/a?user=x&password=***&n=1",
    "http://h/a?access_token=abc, http://h/a?access_token=***",
    "http://h/a?X-Amz-Signature=abc#f, http://h/a?X-Amz-Signature=***#f",
    "http://h/a?n=1, http://h/a?n=1"
  })
  void hidesSecrets(String text, String shown) {
    SourceUri uri = SourceUri.parse(text);
    assertThat(uri.redacted()).isEqualTo(shown);
    assertThat(uri).hasToString(shown);
  }

  @Test
  void hidesSecretsOfEveryAddressInAText() {
    assertThat(SourceUri.redact("from rtsp://a:b@c/d to http://e:f@g/h failed"))
        .isEqualTo("from rtsp://a:***@c/d to http://e:***@g/h failed");
  }

  @Test
  void aRefusalShowsNoPassword() {
    assertThatThrownBy(() -> SourceUri.parse("ftp://user:topsecret@host/"))
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void whatWasShownAndComesBackKeepsItsSecrets() {
    SourceUri secret = SourceUri.parse("rtsp://a:b@c/d");
    assertThat(SourceUri.parse("rtsp://a:***@c/d").keepingSecretsOf(secret)).isEqualTo(secret);
    SourceUri other = SourceUri.parse("rtsp://a:***@evil/d");
    assertThat(other.keepingSecretsOf(secret)).isEqualTo(other);
  }
}
