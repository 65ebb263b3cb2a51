package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses with the same first bits, such as {@code 10.0.0.0/8}.
 *
 * @param prefix 4 bytes, or 16
 * @param bits that count
 */
record AddressRange(byte[] prefix, int bits) {

  private static final Pattern FORM =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}(/[0-9]+)?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/[0-9]+)?");
  private static final int V4_BYTES = 4;
  private static final byte[] V4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final byte[] V4_TRANSLATED = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] V4_COMPATIBLE = new byte[12];

  /** Whether it is written like an address or a range; else it is a host's name. */
  static boolean looksLikeOne(String text) {
    return text.contains("/") || FORM.matcher(text).matches();
  }

  static List<AddressRange> all(String... texts) {
    return Arrays.stream(texts).map(AddressRange::parse).toList();
  }

  /** Throws {@code INVALID_ARGUMENT} where it is none. */
  static AddressRange parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw notOne(text);
    }
    int slash = text.indexOf('/');
    try {
      byte[] prefix =
          InetAddress.getByName(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int most = prefix.length * Byte.SIZE;
      int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
      if (bits <= most) {
        return new AddressRange(prefix, bits);
      }
    } catch (UnknownHostException | NumberFormatException e) {
      throw notOne(text);
    }
    throw notOne(text);
  }

  private static DarkroomException notOne(String text) {
    return DarkroomException.invalid(
        "allowed",
        "allowed: %s (expected: such as 10.0.0.0/8 or fd00::/8). Correct it.".formatted(text));
  }

  /**
   * The IPv4 address that an IPv6 one stands for, be it mapped, compatible, translated by NAT64 or
   * tunnelled by 6to4; else the address itself.
   */
  static byte[] plain(byte[] address) {
    if (address.length == V4_BYTES) {
      return address;
    }
    if (startsWith(address, V4_MAPPED) || startsWith(address, V4_TRANSLATED)) {
      return Arrays.copyOfRange(address, 12, 16);
    }
    if (address[0] == 0x20 && address[1] == 0x02) {
      return Arrays.copyOfRange(address, 2, 6);
    }
    boolean loopbackOrNone =
        startsWith(address, Arrays.copyOf(V4_COMPATIBLE, 15))
            && address[15] <= 1
            && address[15] >= 0;
    if (startsWith(address, V4_COMPATIBLE) && !loopbackOrNone) {
      return Arrays.copyOfRange(address, 12, 16);
    }
    return address;
  }

  private static boolean startsWith(byte[] address, byte[] start) {
    return Arrays.equals(address, 0, start.length, start, 0, start.length);
  }

  boolean contains(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % Byte.SIZE);
      if (((address[i / Byte.SIZE] ^ prefix[i / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange range
        && bits == range.bits
        && Arrays.equals(prefix, range.prefix);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(prefix) + bits;
  }
}
