package io.darkroom.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the current content of the topic {@code pipelines}. Every task calls it once when it opens,
 * on its own thread, so that it knows the pipelines before the first frame.
 */
@FunctionalInterface
public interface PipelineSnapshot extends Serializable {

  Content read() throws Exception;

  /**
   * The topic at one moment.
   *
   * @param pipelines every record still in the topic, including tombstones, in order
   * @param nextOffset of the first record that is not included
   * @param readAtMillis when it was read, in ms since 1970
   */
  record Content(List<PipelineRecord> pipelines, long nextOffset, long readAtMillis) {

    public Content {
      pipelines = List.copyOf(pipelines);
    }

    Set<String> pipelineIds() {
      return pipelines.stream().map(PipelineRecord::pipelineId).collect(Collectors.toSet());
    }
  }
}
