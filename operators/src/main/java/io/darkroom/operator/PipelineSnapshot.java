package io.darkroom.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the topic {@code pipelines} as it is now. Every task calls it once when it opens, on its
 * own thread, so that it meets no frame without its pipelines.
 */
@FunctionalInterface
public interface PipelineSnapshot extends Serializable {

  Content read() throws Exception;

  /**
   * The topic at one moment.
   *
   * @param pipelines every record still in the topic, tombstones too, in order
   * @param nextOffset of the first record that is not among them
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
