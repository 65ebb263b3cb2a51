package io.darkroom.gateway.sources.pull.hls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaylistTest {

  private static final Playlist MASTER =
      Playlist.parse(
          """
          #EXTM3U
          #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.4d401e,mp4a.40.2"
          low.m3u8
          #EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720
          mid.m3u8
          #EXT-X-STREAM-INF:BANDWIDTH=5000000,RESOLUTION=1280x720
          mid2.m3u8
          #EXT-X-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=1920x1080
          high.m3u8
          #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90,RESOLUTION=4000x4000,URI="i.m3u8"
          #EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.2"
          sound.m3u8
          """);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, high.m3u8",
    "640, 0, 0, low.m3u8",
    "641, 0, 0, mid2.m3u8",
    "0, 720, 0, mid2.m3u8",
    "1280, 720, 4000000, mid.m3u8",
    "3840, 2160, 0, high.m3u8",
    "3840, 2160, 6000000, mid2.m3u8",
    "0, 0, 100000, low.m3u8"
  })
  void choosesAVariant(int width, int height, long bandwidth, String expected) {
    assertThat(new VariantRule(width, height, bandwidth).choose(MASTER.variants()))
        .map(Variant::uri)
        .contains(expected);
  }

  @Test
  void readsByteRanges() {
    Playlist playlist =
        Playlist.parse("#EXTM3U\n#EXT-X-BYTERANGE:100@20\na.ts\n#EXT-X-BYTERANGE:50\na.ts\nb.ts\n");
    assertThat(playlist.segments())
        .containsExactly(new Segment("a.ts", 20), new Segment("a.ts", 120), new Segment("b.ts", 0));
    assertThat(playlist.recorded()).isFalse();
    assertThat(playlist.asRecorded()).contains("#EXT-X-ENDLIST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          METHOD=NONE                                                        |
          METHOD=AES-128,URI="k"                                             |
          METHOD=AES-128,URI="k",KEYFORMAT="identity"                        |
          METHOD=SAMPLE-AES,URI="k"                                          | SAMPLE-AES
          METHOD=AES-128,URI="k",KEYFORMAT="com.apple.streamingkeydelivery"  | com.apple.streamingkeydelivery
          """)
  void namesEncryptionForLicensedPlayers(String key, String expected) {
    Playlist playlist = Playlist.parse("#EXTM3U\n#EXT-X-KEY:" + key + "\na.ts\n#EXT-X-ENDLIST\n");
    assertThat(playlist.foreignEncryption().orElse(null)).isEqualTo(expected);
    assertThat(playlist.recorded()).isTrue();
  }
}
