package io.darkroom.topic;

import java.util.Set;

/** The headers of records that Darkroom itself reads or writes; all others are their user's. */
public final class HeaderNames {

  /** On {@code processed}: id of the pipeline. */
  public static final String PIPELINE = "pipeline";

  /** On {@code processed}: where the frame lies in {@code frames}, as decimal text. */
  public static final String SOURCE_PARTITION = "source-partition";

  public static final String SOURCE_OFFSET = "source-offset";

  /** Names that begin so are kept for later. */
  static final String RESERVED_PREFIX = "darkroom-";

  /** Names that begin so belong to the transport, such as Confluent's {@code __value_schema_id}. */
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

  /** Whether a header of this name is its user's, to be passed on with what the frame becomes. */
  public static boolean isOfUser(String name) {
    return !OWN.contains(name)
        && !name.startsWith(RESERVED_PREFIX)
        && !name.startsWith(TRANSPORT_PREFIX);
  }
}
