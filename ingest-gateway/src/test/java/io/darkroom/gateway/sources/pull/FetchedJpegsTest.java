package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FetchedJpegsTest {

  /** Start, a comment that contains a whole thumbnail, a scan with a stuffed ff and a restart. */
  private static final String PICTURE = "ffd8 fffe0006ffd8ffd9 ffda0003aa 11ff0022ffd033 ffd9";

  private static final String WITHOUT_END = "ffd8 ffda0003aa 112233";

  @Test
  void findsPicturesBetweenAnything() throws IOException {
    assertThat(split(true, "2d2d0d0a", PICTURE, "0d0a2d2dff", PICTURE, PICTURE))
        .containsExactly(hex(PICTURE), hex(PICTURE), hex(PICTURE));
  }

  @Test
  void endsAPictureWithoutEndMarkerWhereTheNextStarts() throws IOException {
    assertThat(split(false, WITHOUT_END, PICTURE)).containsExactly(hex(WITHOUT_END), hex(PICTURE));
  }

  @Test
  void takesALastPictureWithoutEndMarkerOnlyFromACompleteResponse() throws IOException {
    assertThat(split(true, WITHOUT_END)).containsExactly(hex(WITHOUT_END));
    assertThat(split(false, WITHOUT_END)).isEmpty();
    assertThat(split(true, "3c68746d6c3e")).isEmpty();
  }

  private static String hex(String text) {
    return text.replace(" ", "");
  }

  private static List<String> split(boolean endCompletes, String... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : parts) {
      bytes.writeBytes(HexFormat.of().parseHex(hex(part)));
    }
    FetchedJpegs fetched = new FetchedJpegs(new MemoryBytes(bytes.toByteArray()), endCompletes);
    List<String> found = new ArrayList<>();
    Optional<ByteString> next = fetched.next();
    while (next.isPresent()) {
      found.add(HexFormat.of().formatHex(next.get().toByteArray()));
      next = fetched.next();
    }
    return found;
  }
}
