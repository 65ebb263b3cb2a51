package io.darkroom.gateway.frames.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StreamSequencesTest {

  private final StreamSequences sequences =
      new StreamSequences(Clock.fixed(Instant.ofEpochSecond(2), ZoneOffset.UTC));

  private Frame next(String streamId) {
    Frame bare = Frame.captured(streamId, 0, 0, Instant.EPOCH, Encoding.JPEG, ByteString.EMPTY);
    return sequences.publishNext(bare, CompletableFuture::completedFuture).join();
  }

  @Test
  void numbersEachStreamWithinOneEpoch() {
    assertThat(next("a").sequence()).isZero();
    assertThat(next("b").sequence()).isZero();
    assertThat(next("a").sequence()).isEqualTo(1);
    assertThat(next("a").epoch()).isEqualTo(2_000_000);
  }
}
