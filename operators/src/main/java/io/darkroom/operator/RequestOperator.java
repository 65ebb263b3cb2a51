package io.darkroom.operator;

import io.darkroom.frame.Answer;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.setting.SettingSource;
import java.time.Instant;
import java.util.OptionalInt;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Answers requests: frames that carry their own chain. It is a separate lane, so that no live frame
 * waits behind a request, and Linux runs its threads only when live frames leave a core free.
 *
 * <p>A cancelled or expired request is dropped and counted before its picture is decoded. A record
 * that cannot be answered goes to the rejects.
 */
public final class RequestOperator extends FrameOperator
    implements OneInputStreamOperator<FrameRecord, LogRecord>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final CancellationSource source;
  private final TopicPartitions answerPartitions;

  private transient Cancellations cancellations;
  private transient AutoCloseable following;
  private transient TopicPartitions.View answers;

  /**
   * @param answers the partitions of the topic {@code answers}
   */
  public RequestOperator(
      OperatorOptions options,
      SettingSource settings,
      CancellationSource cancellations,
      TopicPartitions answers) {
    super(options, settings);
    this.source = cancellations;
    this.answerPartitions = answers;
  }

  @Override
  public void open() throws Exception {
    cancellations = new Cancellations();
    following = source.follow(cancellations);
    answers = answerPartitions.open();
    super.open();
    // Last, because the threads that this thread started so far serve live frames too.
    IdleScheduling.enter();
  }

  @Override
  Assignments assignments() {
    return new RequestAssignments(
        cancellations,
        () -> Instant.ofEpochMilli(getProcessingTimeService().getCurrentProcessingTime()),
        metrics);
  }

  @Override
  LaneTopics topics() {
    return LaneTopics.ofRequests(options.topics());
  }

  @Override
  public void processElement(StreamRecord<FrameRecord> element) {
    accept(element.getValue());
  }

  @Override
  LogRecord toRecord(Frame result, FrameRecord source, String key) {
    OptionalInt asked = result.request().map(Request::answerPartition).orElse(OptionalInt.empty());
    return new LogRecord(key, Answer.encode(new Answer.Done(result)), result.trace())
        .on(existing(asked));
  }

  @Override
  void emit(Reject reject, OptionalInt answerPartition, TraceContext trace) {
    Reject ofRequest = reject.from(Reject.REQUESTS);
    if (reject.requestId().isEmpty()) {
      emitReject(ofRequest, trace);
      return;
    }
    byte[] answer = Answer.encode(new Answer.Refused(ofRequest));
    LogRecord record = new LogRecord(reject.requestId(), answer, trace);
    output.collect(new StreamRecord<>(record.on(existing(answerPartition))));
  }

  /** The topic may have fewer partitions than a request says: then its answer goes by its key. */
  private OptionalInt existing(OptionalInt partition) {
    return partition.isPresent() && partition.getAsInt() < answers.count()
        ? partition
        : OptionalInt.empty();
  }

  @Override
  public void endInput() {
    flush();
  }

  @Override
  public void close() throws Exception {
    super.close();
    if (following != null) {
      following.close();
    }
    if (answers != null) {
      answers.close();
    }
    IdleScheduling.leave();
  }
}
