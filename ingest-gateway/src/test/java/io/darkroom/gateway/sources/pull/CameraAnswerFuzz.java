package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.darkroom.fuzz.Hostile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What a camera answers by RTSP, and how it wants users to sign in. */
public final class CameraAnswerFuzz {

  private static final AddressRules RULES = new AddressRules(List.of("127.0.0.1"));

  private CameraAnswerFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Optional<RtspMessage> message = read(input);
    if (message.isPresent()) {
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      message.get().write(written);
      byte[] body = read(written.toByteArray()).orElseThrow().body();
      Hostile.require(body.length == message.get().body().length, "the same message");
    }
    passOn(input);
    Challenge.parse(new String(input, ISO_8859_1).lines().toList()).stream()
        .filter(challenge -> DigestAnswer.hash(challenge).isPresent())
        .forEach(CameraAnswerFuzz::answer);
  }

  private static void passOn(byte[] input) {
    UdpAnswers answers = new UdpAnswers(InetAddress.getLoopbackAddress(), RULES);
    try {
      answers.copy(new ByteArrayInputStream(input), OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Refused, or incomplete.
    }
  }

  private static void answer(Challenge challenge) {
    String header = new DigestAnswer(challenge, "u", "p").header("GET", "/", 1, "c");
    Hostile.require(!header.contains("\n"), "one line");
  }

  private static Optional<RtspMessage> read(byte[] input) {
    try {
      return RtspMessage.read(new ByteArrayInputStream(input));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
