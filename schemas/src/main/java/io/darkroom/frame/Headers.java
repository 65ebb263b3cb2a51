package io.darkroom.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * Headers of a record beside its content type and its trace, in their order; immutable.
 *
 * @param leftOut how many more the record came with, beyond the bounds
 */
public record Headers(List<Header> all, int leftOut) {

  /** The most that users may add to one frame. */
  public static final int MOST_OF_USER = 32;

  /** The most bytes of their names and values together. */
  public static final int MOST_BYTES_OF_USER = 8 << 10;

  public static final Headers NONE = new Headers(List.of(), 0);

  /**
   * One header.
   *
   * @param value null where the header has none
   */
  public record Header(String name, ByteString value) {

    public static Header of(String name, String text) {
      return new Header(name, ByteString.copyFromUtf8(text));
    }

    /** Of name and value. */
    public int bytes() {
      return name.getBytes(UTF_8).length + (value == null ? 0 : value.size());
    }
  }

  public Headers {
    all = List.copyOf(all);
  }

  /** Those of a user, as far as they are within the bounds: each that fits, in their order. */
  public static Headers ofUser(List<Header> given) {
    List<Header> kept = new ArrayList<>();
    int bytes = 0;
    for (Header header : given) {
      int more = header.bytes();
      if (kept.size() < MOST_OF_USER && bytes + more <= MOST_BYTES_OF_USER) {
        kept.add(header);
        bytes += more;
      }
    }
    return new Headers(kept, given.size() - kept.size());
  }

  /** These behind the given ones. */
  public Headers after(Header... first) {
    List<Header> joined = new ArrayList<>(List.of(first));
    joined.addAll(all);
    return new Headers(joined, leftOut);
  }

  /** Of all names and values. */
  public int bytes() {
    return all.stream().mapToInt(Header::bytes).sum();
  }
}
