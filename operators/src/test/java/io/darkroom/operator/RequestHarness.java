package io.darkroom.operator;

import com.google.protobuf.ByteString;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Answer;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.telemetry.setting.SettingSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;

/**
 * Runs the operator of requests in Flink's test harness, and has methods for its input and output.
 */
abstract class RequestHarness {

  static final int ANSWER_PARTITIONS = 8;

  static final long T0 = 1_700_000_000_000L;

  /** Static, because the harness copies the operator with all its fields. */
  private static final AtomicReference<Cancellations> CANCELLATIONS = new AtomicReference<>();

  OneInputStreamOperatorTestHarness<FrameRecord, LogRecord> harness;
  private long nextOffset;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  /** With 0, the answer to a request is available as soon as it is accepted. */
  int codecThreads() {
    return 0;
  }

  void open(int bundle) throws Exception {
    OperatorOptions options =
        OperatorOptions.DEFAULT
            .withEngine(Accelerator.CPU)
            .withBundles(bundle, 5)
            .withCodecThreads(codecThreads());
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new RequestOperator(
                options,
                SettingSource.NONE,
                RequestHarness::follow,
                () -> () -> ANSWER_PARTITIONS));
    harness.setup(LogRecordSerializer.INSTANCE);
    harness.setProcessingTime(T0);
    harness.open();
  }

  private static AutoCloseable follow(Cancellations target) {
    CANCELLATIONS.set(target);
    return () -> {};
  }

  void cancel(String requestId) {
    CANCELLATIONS.get().add(requestId);
  }

  void ask(Request request, ByteString png) throws Exception {
    Frame frame =
        Frame.captured("", 0, 0, Instant.ofEpochMilli(T0), Encoding.PNG, png).asking(request);
    send(request.key(), FrameCodec.encode(frame));
  }

  void send(String key, byte[] value) throws Exception {
    SourcePosition position = new SourcePosition(3, nextOffset++, T0);
    harness.processElement(
        new StreamRecord<>(new FrameRecord(position, key, value, "", TraceContext.NONE)));
  }

  List<LogRecord> records() {
    OperatorHarness.settle(harness);
    List<LogRecord> records = new ArrayList<>();
    for (Object element : harness.getOutput()) {
      if (element instanceof StreamRecord<?> record) {
        records.add((LogRecord) record.getValue());
      }
    }
    return records;
  }

  List<Answer> answers() {
    return records().stream().map(record -> Answer.decode(record.value())).toList();
  }

  List<Frame> results() {
    return answers().stream()
        .filter(Answer.Done.class::isInstance)
        .map(answer -> ((Answer.Done) answer).frame())
        .toList();
  }

  List<Reject> refusals() {
    return answers().stream()
        .filter(Answer.Refused.class::isInstance)
        .map(answer -> ((Answer.Refused) answer).reject())
        .toList();
  }

  List<Reject> rejects() {
    OperatorHarness.settle(harness);
    Queue<StreamRecord<LogRecord>> rejects = harness.getSideOutput(FrameOperator.REJECTS);
    if (rejects == null) {
      return List.of();
    }
    return rejects.stream().map(record -> Reject.fromBytes(record.getValue().value())).toList();
  }
}
