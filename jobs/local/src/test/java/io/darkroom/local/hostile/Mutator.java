package io.darkroom.local.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Corrupts bytes and texts; the same seed gives the same sequence. Not thread-safe. */
final class Mutator {

  private static final List<String> TEXTS =
      List.of(
          "",
          "\n",
          "a\r\nlevel=ERROR stream=forged",
          "\u0000\u001b[2J",
          "\u2028\u202e",
          "\ud800",
          "../../etc/passwd",
          "${jndi:ldap://localhost/x}",
          "%s%n{}",
          "{\"code\":\"INTERNAL\"}",
          "*",
          "ä".repeat(300),
          "9".repeat(400),
          "x".repeat(5_000),
          "grayscale | ".repeat(400),
          "invert(a=\"" + "\\\"".repeat(900) + "\")");

  private static final long[] NUMBERS = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 253_402_300_800L
  };

  private final Random random;

  Mutator(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A malicious text; occasionally a megabyte of text. */
  String text() {
    return oneIn(2_000) ? "y".repeat(1 << 20) : oneOf(TEXTS);
  }

  long number() {
    return oneIn(3) ? random.nextLong() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  byte[] noise(int longest) {
    byte[] bytes = new byte[random.nextInt(longest + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A corrupted copy of the bytes. */
  byte[] bytes(byte[] original) {
    byte[] bytes = original.clone();
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> Arrays.copyOf(bytes, bytes.length + random.nextInt(2_000));
      case 2 -> spliced(bytes);
      case 3 -> noise(400);
      case 4 -> framed(bytes);
      default -> flipped(bytes);
    };
  }

  /** Prepends bytes that look like Confluent's framing. */
  private byte[] framed(byte[] bytes) {
    byte[] start = noise(12);
    byte[] framed = new byte[1 + start.length + bytes.length];
    System.arraycopy(start, 0, framed, 1, start.length);
    System.arraycopy(bytes, 0, framed, 1 + start.length, bytes.length);
    return framed;
  }

  private byte[] flipped(byte[] bytes) {
    for (int flips = 1 + random.nextInt(8); flips > 0 && bytes.length > 0; flips--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] spliced(byte[] bytes) {
    byte[] piece = text().getBytes(UTF_8);
    int at = random.nextInt(bytes.length + 1);
    byte[] spliced = new byte[bytes.length + piece.length];
    System.arraycopy(bytes, 0, spliced, 0, at);
    System.arraycopy(piece, 0, spliced, at, piece.length);
    System.arraycopy(bytes, at, spliced, at + piece.length, bytes.length - at);
    return spliced;
  }

  /** A key that another producer might choose; may be null. */
  byte[] key(String usual) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> noise(40);
      case 2 -> text().getBytes(UTF_8);
      default -> usual.getBytes(UTF_8);
    };
  }
}
