package io.darkroom.operator;

import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Reject;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.FrameLoader.Wanted;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Processes frames: reads the envelope, decodes the image once, runs every pipeline of its stream
 * and encodes each result. Independent of Flink; owned by one task, which calls it on its thread.
 *
 * <p>Codec threads decode ahead of the engine and encode behind it. Frames in flight are limited by
 * number, by bytes and by the memory of the task: at the limit, a call waits for the oldest.
 */
final class FrameProcessor implements AutoCloseable {

  /** Receives results in the order of the frames and, for one frame, of its pipelines. */
  interface Sink {
    void processed(Frame result, FrameRecord source, String key);

    /**
     * Receives a reject.
     *
     * @param answerPartition where the request wants its answer
     * @param trace that of the frame, or one that continues it
     */
    void rejected(Reject reject, OptionalInt answerPartition, TraceContext trace);
  }

  private static final long MOST_BYTES = 64 << 20;

  /** Enough that an accelerator has the next one when it finishes one. */
  private static final int MOST_RUNNING = 3;

  private final ProgramCache programs;
  private final Assignments assignments;
  private final CodecThreads codecs;
  private final Admission admission;
  private final Pictures pictures;
  private final FrameTraces traces;
  private final FrameLoader loader;
  private final ChainRunner runner;

  /** Bundles whose pictures are being decoded, the oldest first. */
  private final Deque<Bundle> ahead = new ArrayDeque<>();

  /** Bundles in the engine, the oldest first. */
  private final Deque<Bundle> running = new ArrayDeque<>();

  /** Bundles whose results are being encoded, the oldest first. */
  private final Deque<Bundle> behind = new ArrayDeque<>();

  private int inFlight;
  private long bytes;

  /** Takes ownership of the programs, the codecs and the pictures. */
  FrameProcessor(
      ProgramCache programs,
      Admission admission,
      Pictures pictures,
      CodecThreads codecs,
      Assignments assignments,
      ImageLimits limits,
      FrameTraces traces) {
    this.programs = programs;
    this.admission = admission;
    this.pictures = pictures;
    this.codecs = codecs;
    this.assignments = assignments;
    this.traces = traces;
    loader = new FrameLoader(assignments, admission, pictures, codecs, limits);
    runner = new ChainRunner(programs, admission, pictures, codecs, limits);
  }

  /**
   * Accepts a bundle, in parts if memory does not suffice for all of it, and does all it can
   * without waiting; without codec threads that is everything. An error in one frame is reported to
   * the sink and does not stop the others.
   */
  void process(List<FrameRecord> records, Sink sink) {
    while (inFlight > Math.max(2 * codecs.count(), records.size()) || bytes > MOST_BYTES) {
      step(sink);
    }
    Bundle bundle = new Bundle();
    for (FrameRecord record : records) {
      bundle = load(record, bundle, sink);
    }
    enqueue(bundle);
    advance(sink);
  }

  private void enqueue(Bundle bundle) {
    if (bundle.size() > 0) {
      ahead.add(bundle);
      inFlight += bundle.size();
      bytes += bundle.bytes();
    }
  }

  /** Returns how many frames are not delivered yet. */
  int inFlight() {
    return inFlight;
  }

  /** Does all it can without waiting for a codec thread. */
  void advance(Sink sink) {
    while (firstEncoded() || firstDecoded() || !running.isEmpty()) {
      step(sink);
    }
  }

  /** Waits until every frame is delivered. */
  void finish(Sink sink) {
    while (inFlight > 0) {
      step(sink);
    }
  }

  private boolean firstDecoded() {
    return !ahead.isEmpty() && ahead.peek().decoded();
  }

  private boolean firstEncoded() {
    return !behind.isEmpty() && behind.peek().encoded();
  }

  /**
   * Delivers a bundle or hands one to the engine, whichever is ready. If none is ready, waits for
   * the engine, or else for the oldest bundle. Does not wait for the engine while it can take more.
   */
  private void step(Sink sink) {
    if (firstEncoded()) {
      deliver(behind.poll(), sink);
    } else if (firstDecoded() && running.size() < MOST_RUNNING) {
      start(ahead.poll());
    } else if (!running.isEmpty()) {
      finish(running.poll());
    } else if (!behind.isEmpty()) {
      deliver(behind.poll(), sink);
    } else {
      start(ahead.poll());
    }
  }

  private void start(Bundle bundle) {
    runner.start(bundle, inFlight == bundle.size());
    if (running.isEmpty() && !bundle.underWay()) {
      finish(bundle);
    } else {
      running.add(bundle);
    }
  }

  private void finish(Bundle bundle) {
    runner.finish(bundle);
    bundle.giveBackTo(pictures);
    behind.add(bundle);
    if (ahead.isEmpty() && running.isEmpty()) {
      admission.settle();
    }
  }

  private void deliver(Bundle bundle, Sink sink) {
    bundle.awaitEncoded(pictures);
    inFlight -= bundle.size();
    bytes -= bundle.bytes();
    List<List<FrameTask>> tasksByFrame = bundle.tasks();
    traces.record(tasksByFrame);
    tasksByFrame.forEach(tasks -> tasks.forEach(task -> task.deliver(sink)));
  }

  /** Releases what has not been used for a while; called periodically, with no frame in flight. */
  void tidy(Instant now) {
    programs.tidy(owner -> assignments.serve(owner.name(), owner.streamId(), now));
    pictures.tidy();
  }

  /**
   * Adds a frame to a bundle and returns that bundle: the given one, or a new one if memory is
   * short.
   */
  private Bundle load(FrameRecord source, Bundle given, Sink sink) {
    Bundle bundle = given;
    Optional<Wanted> wanted = loader.read(source, bundle);
    while (wanted.isPresent() && !loader.admit(wanted.get(), inFlight == 0, bundle)) {
      enqueue(bundle);
      bundle = new Bundle();
      step(sink);
    }
    return bundle;
  }

  /** Drops the frames in flight; to get their results, call {@link #finish} first. */
  @Override
  public void close() {
    codecs.close();
    ahead.clear();
    running.clear();
    behind.clear();
    inFlight = 0;
    programs.close();
    pictures.close();
  }
}
