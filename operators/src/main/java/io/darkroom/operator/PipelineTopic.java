package io.darkroom.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives each task the content of the topic {@code pipelines}, and each change from then on. */
public interface PipelineTopic extends Serializable {

  /**
   * Reads the current content. Every task calls it once when it opens, on its own thread, so that
   * it knows the pipelines before the first frame.
   */
  Content read() throws Exception;

  /**
   * Gives every record from an offset on to the follower, on a separate thread, until the returned
   * handle is closed. An outage of Kafka delays records but loses none.
   */
  AutoCloseable follow(long offset, Follower follower);

  /** Receives changes of the topic, on one thread. May block. */
  interface Follower {

    void changed(PipelineRecord pipeline) throws InterruptedException;

    /** The position is gone, because the topic was created again: this is its content now. */
    void replaced(Content content) throws InterruptedException;
  }

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
