package io.darkroom.frame;

import java.util.List;

/**
 * What was done to a frame and how long it took: the lineage that every processed frame carries.
 *
 * @param pipelineId empty where the frame answers a request
 * @param revision of the pipeline; 0 where the frame answers a request
 * @param accelerator {@code cpu} or {@code cuda:<uuid>}
 * @param fellBack whether another accelerator than the one asked for did the work
 * @param source the frame it was made from
 * @param queueMicros from the broker's append to the start of decoding
 * @param filters time per filter, in the order of the chain
 * @param warmingUp true while a stateful filter is still learning its stream
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
