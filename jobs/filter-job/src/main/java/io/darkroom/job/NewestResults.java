package io.darkroom.job;

import io.darkroom.operator.ResultPositions;
import io.darkroom.v1.RecordPosition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Positions of the newest results of one job in this process: the producers note them, the filters
 * read them. Shared by all tasks of the job, and forgotten when the last of them has closed it. Of
 * more than {@value #MOST} pipelines, those without a result for the longest time are forgotten.
 * Thread-safe.
 */
final class NewestResults implements ResultPositions.View {

  static final int MOST = 20_000;

  private static final Map<String, NewestResults> BY_JOB = new HashMap<>();

  private final String job;
  private int users;

  private final Map<String, RecordPosition> positions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RecordPosition> eldest) {
          return size() > MOST;
        }
      };

  private NewestResults(String job) {
    this.job = job;
  }

  /** Opens the positions of a job; the caller closes them. */
  static NewestResults open(String job) {
    synchronized (BY_JOB) {
      NewestResults results = BY_JOB.computeIfAbsent(job, NewestResults::new);
      results.users++;
      return results;
    }
  }

  /** Returns the number of jobs that are open. */
  static int jobs() {
    synchronized (BY_JOB) {
      return BY_JOB.size();
    }
  }

  /** A retried record may be acknowledged after a later one: an older offset changes nothing. */
  synchronized void put(String pipelineId, RecordPosition position) {
    positions.merge(pipelineId, position, NewestResults::later);
  }

  private static RecordPosition later(RecordPosition known, RecordPosition next) {
    boolean older =
        known.getPartition() == next.getPartition() && known.getOffset() > next.getOffset();
    return older ? known : next;
  }

  @Override
  public synchronized Optional<RecordPosition> newest(String pipelineId) {
    return Optional.ofNullable(positions.get(pipelineId));
  }

  @Override
  public void close() {
    synchronized (BY_JOB) {
      if (--users == 0) {
        BY_JOB.remove(job);
      }
    }
  }
}
