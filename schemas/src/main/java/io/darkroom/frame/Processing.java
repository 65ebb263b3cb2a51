package io.darkroom.frame;

import java.util.List;

/**
 * The lineage of a processed frame: how it was made and how long each step took.
 *
 * @param pipelineId empty if the frame answers a request
 * @param revision of the pipeline; 0 if the frame answers a request
 * @param accelerator {@code cpu} or {@code cuda:<uuid>}
 * @param fellBack whether the chain ran on another accelerator than the requested one
 * @param source the position of the source frame
 * @param queueMicros time from the broker's append to the start of decoding
 * @param filters time per filter, in the order of the chain
 * @param warmingUp true while a stateful filter is still building its model of the stream
 */
public record Processing(
    String pipelineId,
    String pipelineUid,
    long revision,
    String accelerator,
    boolean fellBack,
    SourcePosition source,
    long queueMicros,
    long decodeMicros,
    List<FilterTime> filters,
    long encodeMicros,
    boolean warmingUp) {

  /** Time that one filter of the chain took, in microseconds. */
  public record FilterTime(String filterId, long micros) {}

  public Processing {
    filters = List.copyOf(filters);
  }

  public long filterMicros() {
    return filters.stream().mapToLong(FilterTime::micros).sum();
  }
}
