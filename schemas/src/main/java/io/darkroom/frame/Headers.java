package io.darkroom.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers of a record, in order, without its content type and trace context. Immutable.
 *
 * @param leftOut how many headers of the record were dropped because of the limits
 */
public record Headers(List<Header> all, int leftOut) {

  /** Maximum number of headers that users can add to a frame. */
  public static final int MOST_OF_USER = 32;

  /** Maximum total size of the names and values of these headers, in bytes. */
  public static final int MOST_BYTES_OF_USER = 8 << 10;

  public static final Headers NONE = new Headers(List.of(), 0);

  /**
   * One header.
   *
   * @param value null if the header has none
   */
  public record Header(String name, ByteString value) {

    public static Header of(String name, String text) {
      return new Header(name, ByteString.copyFromUtf8(text));
    }

    /** Returns the size of name and value. */
    public int bytes() {
      return name.getBytes(UTF_8).length + (value == null ? 0 : value.size());
    }
  }

  public Headers {
    all = List.copyOf(all);
  }

  /** Returns the headers of a user that fit into the limits, in order. */
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

  /** Returns the given headers followed by these. */
  public Headers after(Header... first) {
    List<Header> joined = new ArrayList<>(List.of(first));
    joined.addAll(all);
    return new Headers(joined, leftOut);
  }

  /** Returns the size of all names and values. */
  public int bytes() {
    return all.stream().mapToInt(Header::bytes).sum();
  }
}
