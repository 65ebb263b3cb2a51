package io.darkroom.gateway.frames.publish;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.telemetry.metrics.SkipReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegSplitterTest {

  private static final ByteString IMAGE = ByteString.copyFrom(JPEG);
  private static final ByteString HEAD =
      ByteString.copyFromUtf8("--frame\r\nContent-Type: image/jpeg\r\n\r\n");

  private final List<ByteString> images = new ArrayList<>();
  private JpegSplitter splitter;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000, 1 << 20})
  void countsBytesBetweenImages(int piece) {
    ByteString junk = ByteString.copyFromUtf8("\r\nhello\0");

    split(false, IMAGE.concat(junk).concat(IMAGE).concat(IMAGE).concat(junk), piece);

    assertThat(images).containsExactly(IMAGE, IMAGE, IMAGE);
    assertSkipped(0, 0, 2 * junk.size());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 1000, 1 << 20})
  void tellsFramingFromOtherBytes(int piece) {
    ByteString part = HEAD.concat(IMAGE);
    ByteString foreign = HEAD.concat(ByteString.copyFrom(new byte[2000]));

    split(false, part.concat(part).concat(foreign).concat(part).concat(HEAD), piece);

    assertThat(images).hasSize(3);
    assertSkipped(3 * HEAD.size(), 0, foreign.size() + HEAD.size());
  }

  @Test
  void countsPicturesThatBelongToTheOneBefore() {
    byte[] index = {-1, (byte) 0xe2, 0, 6, 'M', 'P', 'F', 0};
    ByteString listing =
        IMAGE.substring(0, 2).concat(ByteString.copyFrom(index)).concat(IMAGE.substring(2));

    split(false, listing.concat(IMAGE).concat(listing), 100);

    assertThat(images).containsExactly(listing, listing);
    assertSkipped(0, IMAGE.size(), 0);
  }

  @Test
  void countsAllBytesOfPartsWithoutAnImage() {
    split(true, HEAD.concat(ByteString.copyFromUtf8("none")), 10);

    assertThat(images).isEmpty();
    assertSkipped(HEAD.size() + 4, 0, 0);
  }

  private void split(boolean framed, ByteString body, int piece) {
    splitter = new JpegSplitter(ImageLimits.DEFAULT, framed);
    byte[] bytes = body.toByteArray();
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] next = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      splitter.add(next, next.length);
      for (Optional<ByteString> image = splitter.next();
          image.isPresent();
          image = splitter.next()) {
        images.add(image.get());
      }
    }
    splitter.rest().ifPresent(images::add);
  }

  private void assertSkipped(long framing, long part, long other) {
    assertThat(splitter.skipped().take(SkipReason.FRAMING)).isEqualTo(framing);
    assertThat(splitter.skipped().take(SkipReason.PART)).isEqualTo(part);
    assertThat(splitter.skipped().take(SkipReason.OTHER)).isEqualTo(other);
    assertThat(splitter.skipped().take(SkipReason.OTHER)).isZero();
  }
}
