package io.darkroom.topic;

import java.util.Set;

/** The record headers that Darkroom reads or writes; all other headers belong to users. */
public final class HeaderNames {

  /** On {@code processed}: id of the pipeline. */
  public static final String PIPELINE = "pipeline";

  /** On {@code processed}: partition of the source frame in {@code frames}, as decimal text. */
  public static final String SOURCE_PARTITION = "source-partition";

  /** On {@code processed}: offset of the source frame in {@code frames}, as decimal text. */
  public static final String SOURCE_OFFSET = "source-offset";

  /** Names with this prefix are reserved for future use. */
  static final String RESERVED_PREFIX = "darkroom-";

  /** Names with this prefix belong to the transport, such as {@code __value_schema_id}. */
  static final String TRANSPORT_PREFIX = "__";

  private static final Set<String> OWN =
      Set.of(
          Topics.CONTENT_TYPE,
          Topics.TRACEPARENT,
          Topics.TRACESTATE,
          Topics.BAGGAGE,
          PIPELINE,
          SOURCE_PARTITION,
          SOURCE_OFFSET);

  private HeaderNames() {}

  /** Returns whether a header belongs to a user and is copied to the results of its frame. */
  public static boolean isOfUser(String name) {
    return !OWN.contains(name)
        && !name.startsWith(RESERVED_PREFIX)
        && !name.startsWith(TRANSPORT_PREFIX);
  }
}
