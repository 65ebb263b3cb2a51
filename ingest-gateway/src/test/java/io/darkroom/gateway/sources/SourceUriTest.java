package io.darkroom.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUriTest {

  @Test
  void parsesRemoteUris() {
    assertThat(SourceUri.parse("rtsp://ann:p%40ss@Cam.example:8554/live?channel=1"))
        .isEqualTo(
            new RemoteUri(
                "rtsp", "ann", Optional.of("p%40ss"), "cam.example", 8554, "/live?channel=1"));
    assertThat(SourceUri.parse("RTSP://Cam_1/a").text()).isEqualTo("rtsp://cam_1/a");
    assertThat(SourceUri.parse("https://[2001:DB8::1]/a.m3u8"))
        .isEqualTo(new RemoteUri("https", "", Optional.empty(), "[2001:db8::1]", 443, "/a.m3u8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://camera",
        "rtsp://camera/",
        "rtsps://ann@camera:8322/stream",
        "rtmp://cam_1.local/live/key",
        "srt://camera:9000?streamid=door",
        "rtsp://ann:secret@10.0.0.7/cam/realmonitor?channel=1&subtype=0",
        "http://camera/live.m3u8?x=1",
        "https://camera:8443?raw",
        "video:my film.mp4",
        "images:.",
        "images:park/by night",
        "camera:/dev/video0",
        "camera:/dev/v4l/by-id/usb-046d_HD_Webcam-video-index0",
        "test:testsrc2",
        "test:testsrc2=size=1280x720:rate=30000/1001",
        "test:color=c=0x112233:s=320x240"
      })
  void returnsTheOriginalText(String text) {
    assertThat(SourceUri.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lobby                          | expected: SCHEME:
          ftp://host/a                   | Did you mean
          rtps://host/a                  | Did you mean rtsp
          file:/etc/passwd               | expected: a supported scheme
          rtsp:camera                    | expected: SCHEME://USER:PASSWORD@HOST:PORT/PATH
          rtsp://                        | expected: SCHEME://USER:PASSWORD@HOST:PORT/PATH
          rtsp://cam era/a               | %20
          rtsp://a@b@camera/             | %40
          rtsp://ann:p#1/x@camera/a      | Write '#' as %23, '/' as %2F in the user or password
          http://me@home:x@camera/a      | Write '@' as %40 in the user or password
          https://ann:hü?@camera/a       | Write 'ü' as %C3%BC, '?' as %3F in the user or password
          rtmp://ann:a\\b@camera/a       | Write '\\' as %5C in the user or password
          onvif://camera                 | the camera's RTSP address
          srt://host                     | srt://HOST:PORT
          http://host:0/a                | port 0 (expected: 1 to 65535)
          http://host:70000/a            | port 70000 (expected: 1 to 65535)
          http://good\\@bad/a            | expected: SCHEME://USER:PASSWORD@HOST:PORT/PATH
          http://[fe80::1%25eth0]/a      | expected: SCHEME://USER:PASSWORD@HOST:PORT/PATH
          video:../secret.mp4            | expected: the name of a video
          video:a/b.mp4                  | expected: the name of a video
          video:                         | expected: the name of a video
          images:../up                   | Remove a leading slash and '..'
          images:/etc                    | Remove a leading slash and '..'
          images:a//b                    | Remove a leading slash and '..'
          camera:/dev/sda                | Write it like camera:/dev/video0.
          camera:/dev/v4l/by-id/../../sda| Write it like camera:/dev/video0.
          test:movie=/etc/passwd         | expected: a known test picture
          test:testsrc3=rate=3           | Did you mean testsrc
          test:testsrc2,movie=x          | expected: NAME=option
          test:testsrc2=rate=3[a];movie  | expected: NAME=option
          test:color=s=99999x9           | with sides of at most 8192 px
          """)
  void explainsAnInvalidUri(String text, String expected) {
    assertThatThrownBy(() -> SourceUri.parse(text))
        .isInstanceOf(DarkroomException.class)
        .hasMessageStartingWith("uri: ")
        .hasMessageContaining(expected)
        .satisfies(
            e ->
                assertThat(((DarkroomException) e).problems())
                    .extracting("field")
                    .containsExactly("uri"));
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://ann:hush@camera/a, rtsp://ann:***@camera/a",
    "rtsp://:hush@camera/a, rtsp://:***@camera/a",
    "rtsp://camera/user=ann&password=hush&channel=1, rtsp://camera/user=ann&password=***&channel=1",
    "http://camera/a.m3u8?Access_Token=hush&x=1, http://camera/a.m3u8?Access_Token=***&x=1",
    "rtsp://camera/a?token={token}, rtsp://camera/a?token={token}",
    "rtsp://camera:554/a@b, rtsp://camera/a@b"
  })
  void hidesPasswords(String text, String shown) {
    SourceUri uri = SourceUri.parse(text);
    assertThat(uri.redacted()).isEqualTo(shown);
    assertThat(uri).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rtsp://ann:hu@sh@camera/a",
        "rtsp://ann:hu/sh@camera/a",
        "rtsp://ann:hush @camera:x/a",
        "htp://ann:hush@camera/a"
      })
  void showsNoPasswordInErrors(String text) {
    assertThatThrownBy(() -> SourceUri.parse(text))
        .message()
        .doesNotContain("sh@")
        .doesNotContain("hu");
  }

  @Test
  void redactsUrlsInAnyText() {
    assertThat(Secrets.redact("open rtsp://ann:hush@camera/a?token=abc failed"))
        .isEqualTo("open rtsp://ann:***@camera/a?token=*** failed");
  }
}
