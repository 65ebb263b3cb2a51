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

/**
 * The frames' way through the job: read the envelope, decode the image once, run every pipeline of
 * its stream, encode each result. Knows nothing of Flink; one task owns it and calls it on its
 * thread.
 *
 * <p>The codec threads decode ahead of the engine and encode behind it. The frames in flight are
 * bounded by number, by their bytes and by the memory of the task: beyond that, a call waits for
 * the oldest.
 */
final class FrameProcessor implements AutoCloseable {

  /** Where results go, in the order of the frames and, for one frame, of its pipelines. */
  interface Sink {
    void processed(Frame result, FrameRecord source, String key);

    /** {@code trace} came with the frame, or continues what did. */
    void rejected(Reject reject, TraceContext trace);
  }

  private static final long MOST_BYTES = 64 << 20;

  /** So many that an accelerator has the next one when it is done with one. */
  private static final int MOST_RUNNING = 3;

  private final ProgramCache programs;
  private final Assignments assignments;
  private final CodecThreads codecs;
  private final Admission admission;
  private final Pictures pictures;
  private final FrameTraces traces;
  private final FrameLoader loader;
  private final ChainRunner runner;

  /** Bundles whose pictures are decoded, the oldest first. */
  private final Deque<Bundle> ahead = new ArrayDeque<>();

  /** Bundles that the engine has, the oldest first. */
  private final Deque<Bundle> running = new ArrayDeque<>();

  /** Bundles whose results are encoded, the oldest first. */
  private final Deque<Bundle> behind = new ArrayDeque<>();

  private int inFlight;
  private long bytes;

  /** Takes the programs, the codecs and the pictures over. */
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
   * Takes a bundle up, in parts where memory does not last for all of it, and does what can be done
   * without waiting; without codec threads that is everything. An error in one frame is reported to
   * the sink and stops no other.
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

  /** Frames that are not delivered yet. */
  int inFlight() {
    return inFlight;
  }

  /** Does what can be done without waiting for a codec thread. */
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
   * Delivers a bundle or hands one to the engine, whichever is ready; where none is, waits for the
   * engine, then for the oldest. The engine is not waited for while it could be given more.
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

  /** Gives back what has not been used for a while; called now and then, with none in flight. */
  void tidy(Instant now) {
    programs.tidy(owner -> assignments.serve(owner.name(), owner.streamId(), now));
    pictures.tidy();
  }

  /** The bundle that the frame became part of: the one given, or another where memory is short. */
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

  /** Drops what is in flight: where that matters, it has been finished before. */
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
