package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A range of IP addresses with a common prefix, such as {@code 10.0.0.0/8}.
 *
 * @param prefix 4 or 16 bytes
 * @param bits length of the prefix
 */
record AddressRange(byte[] prefix, int bits) {

  private static final Pattern FORM =
      Pattern.compile("[0-9]+(\\.[0-9]+){3}(/[0-9]+)?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(/[0-9]+)?");
  static final int V4_BYTES = 4;
  private static final byte[] V4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
  private static final byte[] V4_TRANSLATED = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] V4_STATELESS = {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0};
  private static final byte[] V4_COMPATIBLE = new byte[12];

  /** Whether the text has the form of an address or a range; otherwise it is a host name. */
  static boolean hasForm(String text) {
    return text.contains("/") || FORM.matcher(text).matches();
  }

  static List<AddressRange> all(String... texts) {
    return Arrays.stream(texts).map(AddressRange::parse).toList();
  }

  /** Throws {@code INVALID_ARGUMENT} if the text is neither an address nor a range. */
  static AddressRange parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw invalid(text);
    }
    int slash = text.indexOf('/');
    try {
      byte[] prefix =
          InetAddress.getByName(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int maxBits = prefix.length * Byte.SIZE;
      int bits = slash < 0 ? maxBits : Integer.parseInt(text.substring(slash + 1));
      if (bits <= maxBits) {
        return new AddressRange(prefix, bits);
      }
    } catch (UnknownHostException | NumberFormatException e) {
      throw invalid(text);
    }
    throw invalid(text);
  }

  private static DarkroomException invalid(String text) {
    return DarkroomException.invalid(
        "allowed",
        "allowed: %s (expected: a range such as 10.0.0.0/8 or fd00::/8). Correct it."
            .formatted(text));
  }

  /**
   * Extracts the IPv4 address embedded in an IPv6 address: mapped, compatible, NAT64, SIIT, ISATAP
   * or 6to4. Returns any other address unchanged.
   */
  static byte[] embeddedV4(byte[] address) {
    if (address.length == V4_BYTES) {
      return address;
    }
    if (startsWith(address, V4_MAPPED)
        || startsWith(address, V4_TRANSLATED)
        || startsWith(address, V4_STATELESS)
        || isIsatap(address)) {
      return Arrays.copyOfRange(address, 12, 16);
    }
    if (address[0] == 0x20 && address[1] == 0x02) {
      return Arrays.copyOfRange(address, 2, 6);
    }
    boolean loopbackOrUnspecified =
        startsWith(address, Arrays.copyOf(V4_COMPATIBLE, 15))
            && address[15] <= 1
            && address[15] >= 0;
    if (startsWith(address, V4_COMPATIBLE) && !loopbackOrUnspecified) {
      return Arrays.copyOfRange(address, 12, 16);
    }
    return address;
  }

  /** Of any network, but not of a link, which is never allowed. */
  private static boolean isIsatap(byte[] address) {
    boolean global = (address[0] & 0xe0) == 0x20;
    return global
        && (address[8] & 0xfd) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
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
