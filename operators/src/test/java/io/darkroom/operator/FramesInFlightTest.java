package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Reject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator as Flink runs it, while codec threads work on several frames. */
@Tag("slow")
class FramesInFlightTest extends OperatorHarness {

  /** Decodes so slowly that frames are in flight when the last one is accepted. */
  private static final byte[] SLOW = LargePng.black(2400, 2000);

  private static final byte[] SMALL = image(Encoding.PNG);
  private static final byte[] DAMAGED = Arrays.copyOf(SMALL, SMALL.length / 2);
  private static final int FRAMES = 4;

  /** Records in each run of the comparison: six images, four times. */
  private static final int RECORDS = 24;

  private int threads = 2;

  @Override
  int codecThreads() {
    return threads;
  }

  private void send(byte[] png) throws Exception {
    harness.processElement(new StreamRecord<>(frame("cam", T0, png)));
  }

  private void sendSlowFrames() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    for (int i = 0; i < FRAMES; i++) {
      send(SLOW);
    }
    assertThat(emitted()).hasSizeLessThan(FRAMES);
  }

  private void assertAllWereEmitted() {
    assertThat(emitted()).hasSize(FRAMES);
    assertThat(results()).extracting(Frame::sequence).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void emitsAllFramesBeforeABarrierAndKeepsNoneInTheState() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    OperatorSubtaskState before = harness.snapshot(1, 1);
    for (int i = 0; i < FRAMES; i++) {
      send(SLOW);
    }
    assertThat(emitted()).hasSizeLessThan(FRAMES);
    harness.prepareSnapshotPreBarrier(2);
    assertAllWereEmitted();
    // The stream's counts take some bytes; a frame in flight would take more.
    assertThat(harness.snapshot(2, 2).getStateSize() - before.getStateSize()).isLessThan(200);
    assertThat(SLOW.length).isGreaterThan(200);
  }

  @Test
  void emitsAllFramesBeforeAWatermark() throws Exception {
    sendSlowFrames();
    harness.processWatermark(new Watermark(1));
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(1));
    assertAllWereEmitted();
  }

  @Test
  void emitsAllFramesWhenTheInputEnds() throws Exception {
    sendSlowFrames();
    harness.endInput();
    assertAllWereEmitted();
  }

  @Test
  void emitsAllFramesWhenItFinishes() throws Exception {
    sendSlowFrames();
    harness.getOperator().finish();
    assertAllWereEmitted();
  }

  @Test
  void emitsAResultEvenIfNoFrameFollows() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    send(SLOW);
    assertThat(emitted()).isEmpty();
    assertThat(records()).as("by mails alone").hasSize(1);
  }

  @Test
  void waitsForItsThreadsIfItClosesWithFramesInFlight() throws Exception {
    sendSlowFrames();
    harness.getOperator().close();
    await()
        .until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(this::isCodecThread));
  }

  private boolean isCodecThread(Thread thread) {
    return thread.getName().startsWith("codec of ");
  }

  /** Frames of every kind, with and without codec threads: the same records in the same order. */
  @ParameterizedTest(name = "{0} threads, bundles of {1}")
  @CsvSource({"1, 1", "2, 1", "4, 1", "2, 3", "4, 8"})
  void emitsTheSameRecordsAsWithoutThreads(int count, int bundle) throws Exception {
    threads = 0;
    List<String> expected = run(bundle);
    harness.close();
    threads = count;
    assertThat(run(bundle)).isEqualTo(expected);
  }

  private List<String> run(int bundle) throws Exception {
    topic.clear();
    put("a", "cam", "invert", Encoding.PNG, T0);
    put("b", "cam", "background_subtraction | gaussian_blur(sigma=2)", Encoding.PNG, T0);
    put("c", "cam", "no_such_filter", T0);
    put("d", "cam", "resize(width=40) | sharpen", Encoding.JPEG, T0);
    open(bundle, null);
    byte[] large = TestImages.encoded(Encoding.PNG, 320, 200);
    for (int i = 0; i < 4; i++) {
      for (byte[] image : List.of(large, SMALL, DAMAGED, new byte[] {1}, SMALL, large)) {
        send(image);
      }
    }
    harness.prepareSnapshotPreBarrier(1);
    List<String> all = new ArrayList<>();
    results().forEach(frame -> all.add(text(frame)));
    rejects().forEach(reject -> all.add(text(reject)));
    assertThat(all).hasSizeGreaterThan(60);
    return all;
  }

  private static String text(Frame result) {
    var processing = result.processing().orElseThrow();
    return processing.source().offset() % RECORDS
        + processing.pipelineId()
        + processing.warmingUp()
        + Arrays.hashCode(result.image().toByteArray());
  }

  private static String text(Reject reject) {
    return reject.source().offset() % RECORDS + reject.pipelineId() + reject.code();
  }

  @Test
  void emitsResultsInOrderIfMorePipelinesRunThanResultsMayWait() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      ids.add("p" + i);
      put("p" + i, "cam", "invert", T0);
    }
    open(1, null);
    send(SMALL);
    send(SMALL);
    ids.addAll(List.copyOf(ids));
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().pipelineId())
        .containsExactlyElementsOf(ids);
  }

  @Test
  void rejectsADamagedFrameBetweenSlowOnesAndEmitsTheOthers() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    for (byte[] image : List.of(SLOW, DAMAGED, SLOW, SMALL)) {
      send(image);
    }
    assertThat(results()).extracting(Frame::sequence).containsExactly(0L, 2L, 3L);
    assertThat(rejects()).extracting(Reject::code).containsExactly(ErrorCode.INVALID_IMAGE);
    assertThat(rejects()).extracting(reject -> reject.source().offset()).containsExactly(1L);
  }
}
