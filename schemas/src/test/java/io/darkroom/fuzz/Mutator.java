package io.darkroom.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs by changing seeds, the same ones for the same random seed. Not thread-safe. */
final class Mutator {

  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_CHANGES = 6;
  private static final int MOST_REPEATS = 4_096;
  private static final int[] VALUES = {0, 1, 0x7f, 0x80, 0xff, 0xd8, 0xd9, '\n', '\\', '"', '%'};
  private static final List<String> TOKENS =
      List.of(
          "-1",
          "9223372036854775807",
          "9223372036854775808",
          "4294967296",
          "1e309",
          "NaN",
          "0x",
          "../",
          "://",
          "%00",
          "%",
          "\\",
          "\"",
          "\r\n",
          "\n\n",
          "é",
          "\uFFFD",
          "😀",
          "[",
          "{",
          "|",
          "(",
          "=",
          ",",
          " ",
          "\t",
          "@",
          "#",
          "*",
          "null",
          "[::1]",
          "127.1",
          "file:");

  private final List<byte[]> seeds;
  private final SplittableRandom random;

  Mutator(List<byte[]> seeds, long seed) {
    this.seeds = seeds;
    this.random = new SplittableRandom(seed);
  }

  byte[] next() {
    byte[] input = anySeed();
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    return input.length <= MOST_BYTES ? input : Arrays.copyOf(input, MOST_BYTES);
  }

  private byte[] anySeed() {
    return seeds.get(random.nextInt(seeds.size())).clone();
  }

  private byte[] changed(byte[] input) {
    int from = random.nextInt(input.length + 1);
    int to = from + random.nextInt(Math.min(input.length - from, 32) + 1);
    return switch (random.nextInt(9)) {
      case 0 -> set(input, from, 1 << random.nextInt(8) ^ at(input, from));
      case 1 -> set(input, from, VALUES[random.nextInt(VALUES.length)]);
      case 2 -> set(input, from, random.nextInt(256));
      case 3 -> Arrays.copyOf(input, from);
      case 4 -> replaced(input, from, to, new byte[0]);
      case 5 -> replaced(input, from, from, token());
      case 6 -> replaced(input, from, to, token());
      case 7 -> replaced(input, from, from, repeated(Arrays.copyOfRange(input, from, to)));
      default -> spliced(input, from, anySeed());
    };
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
  }

  /** Mostly twice; rarely often enough that quadratic time or deep recursion shows. */
  private byte[] repeated(byte[] part) {
    int times = random.nextInt(64) == 0 ? random.nextInt(MOST_REPEATS) : 1;
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }

  private byte[] spliced(byte[] input, int from, byte[] other) {
    int rest = random.nextInt(other.length + 1);
    return replaced(input, from, input.length, Arrays.copyOfRange(other, rest, other.length));
  }

  private static int at(byte[] input, int index) {
    return index < input.length ? input[index] : 0;
  }

  private static byte[] set(byte[] input, int index, int value) {
    if (index < input.length) {
      input[index] = (byte) value;
    }
    return input;
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] part) {
    byte[] all = new byte[input.length - (to - from) + part.length];
    System.arraycopy(input, 0, all, 0, from);
    System.arraycopy(part, 0, all, from, part.length);
    System.arraycopy(input, to, all, from + part.length, input.length - to);
    return all;
  }
}
