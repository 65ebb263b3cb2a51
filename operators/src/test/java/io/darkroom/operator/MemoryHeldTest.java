package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filters.FilterRun;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Extras;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.operator.MemoryAccount.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The memory that a task reserves while frames go through the real engine, and that it releases.
 */
class MemoryHeldTest {

  private static final long LIMIT = 100 << 20;

  private final AtomicLong now = new AtomicLong();
  private final MemoryAccount memory = new MemoryAccount(LIMIT);
  private final PipelineIndex pipelines = new PipelineIndex(100);
  private final FilterCatalogue filters =
      new FilterCatalogue(
          Stream.concat(
                  FilterRun.CATALOGUE.definitions().stream()
                      .map(definition -> FilterRun.CATALOGUE.filter(definition.id())),
                  Stream.of(new HungryFilter()))
              .toList());
  private final CpuEngine engine = new CpuEngine(filters);
  private final FrameProcessor processor = processor();
  private final List<Frame> results = new ArrayList<>();
  private final List<Reject> rejects = new ArrayList<>();
  private long offset;

  /** Whether frames are processed while earlier ones are in flight. */
  private boolean overlapping;

  int codecThreads() {
    return 0;
  }

  private FrameProcessor processor() {
    CodecThreads codecs = new CodecThreads(codecThreads(), "test", () -> {});
    return Processors.of(engine, filters, codecs, memory, now::get, new Wanted());
  }

  /** Assigns pipelines and requests: both reserve memory in the same way. */
  private final class Wanted implements Assignments {

    @Override
    public List<Assignment> of(Frame frame, FrameRecord source) {
      if (frame.request().isPresent()) {
        return List.of(Assignment.of(frame.request().get()));
      }
      Instant appendedAt = Instant.ofEpochMilli(source.position().appendedAtMillis());
      return pipelines.at(frame.streamId(), appendedAt).stream().map(Assignment::of).toList();
    }

    @Override
    public boolean serve(String pipelineId, String streamId, Instant moment) {
      return pipelines.serves(pipelineId, streamId, moment);
    }
  }

  @AfterEach
  void close() {
    processor.close();
    engine.close();
  }

  private final FrameProcessor.Sink sink =
      new FrameProcessor.Sink() {
        @Override
        public void processed(Frame result, FrameRecord source, String key) {
          assertThat(memory.held()).isLessThanOrEqualTo(LIMIT);
          results.add(result);
        }

        @Override
        public void rejected(Reject reject, OptionalInt answerPartition, TraceContext trace) {
          rejects.add(reject);
        }
      };

  private FrameRecord ask(String session, String chain, int width, int height, int channels) {
    byte[] image = channels == 3 ? LargePng.black(width, height) : new byte[width * height];
    Frame frame =
        new Frame(
            "",
            0,
            0,
            Instant.EPOCH,
            channels == 3 ? Encoding.PNG : Encoding.RAW_GRAY8,
            width,
            height,
            ByteString.copyFrom(image),
            false,
            TraceContext.NONE,
            Optional.of(
                new Request(
                    "r" + offset, Chain.parse(chain), Accelerator.CPU, Output.DEFAULT, session)),
            Optional.empty(),
            Extras.NONE);
    return new FrameRecord(
        new SourcePosition(0, offset++, 0), "r", FrameCodec.encode(frame), "", TraceContext.NONE);
  }

  private void process(FrameRecord... frames) {
    processor.process(List.of(frames), sink);
    assertThat(memory.held()).isBetween(0L, LIMIT);
    if (codecThreads() == 0) {
      assertThat(processor.inFlight()).isZero();
    }
    if (!overlapping) {
      processor.finish(sink);
    }
  }

  private void tidy() {
    processor.finish(sink);
    processor.tidy(Instant.EPOCH);
  }

  @Test
  void releasesTheBuffersOfASingleLargePicture() {
    process(ask("", "invert", 2500, 2000, 3));
    long large = memory.held(Kind.PICTURES) + memory.held(Kind.WORKING);
    assertThat(large).isGreaterThan(30_000_000);
    tidy();
    assertThat(memory.held(Kind.PICTURES)).as("needed since the last time").isPositive();
    process(ask("", "invert", 64, 48, 3));
    tidy();
    assertThat(memory.held(Kind.PICTURES) + memory.held(Kind.WORKING)).isZero();
    process(ask("", "invert", 64, 48, 3));
    assertThat(memory.held()).isLessThan(100_000);
    assertThat(results).hasSize(3);
  }

  @Test
  void releasesALargePictureForAModelThatNeedsItsMemory() {
    process(ask("", "invert", 3000, 2500, 3));
    process(ask("s", "background_subtraction", 900, 900, 3));
    assertThat(rejects).isEmpty();
    assertThat(memory.held(Kind.MODELS)).isGreaterThan(80_000_000);
  }

  @Test
  void releasesModelsOfAnIdleSessionAndStartsThemAgain() {
    process(ask("s", "frame_difference", 640, 480, 3));
    process(ask("s", "frame_difference", 640, 480, 3));
    now.addAndGet(ProgramCache.SESSION_IDLE.toNanos() + 1);
    tidy();
    assertThat(memory.held(Kind.MODELS)).isZero();
    process(ask("s", "frame_difference", 640, 480, 3));
    assertThat(results)
        .extracting(frame -> frame.processing().orElseThrow().warmingUp())
        .containsExactly(true, false, true);
  }

  @Test
  void keepsNoModelOfARequestWithoutASession() {
    process(ask("", "background_subtraction", 640, 480, 3));
    assertThat(results).hasSize(1);
    assertThat(memory.held(Kind.MODELS)).isZero();
  }

  @Test
  void limitsTheModelsOfAllSessionsTogether() {
    for (int i = 0; i < 5; i++) {
      process(ask("s" + i, "background_subtraction", 600, 480, 3));
    }
    assertThat(results).hasSize(3);
    assertThat(rejects).hasSize(2).allSatisfy(this::isOutOfMemory);
    now.addAndGet(ProgramCache.PIPELINE_IDLE_UNDER_PRESSURE.toNanos() + 1);
    process(ask("late", "background_subtraction", 600, 480, 3));
    assertThat(results).hasSize(4);
  }

  private void isOutOfMemory(Reject reject) {
    assertThat(reject.code()).isEqualTo(ErrorCode.MEMORY_EXCEEDED);
    assertThat(reject.message()).contains("at most " + LIMIT + " in all");
  }

  /** The different errors of the native libraries. */
  @ParameterizedTest
  @ValueSource(strings = {"opencv", "javacpp", "preparing"})
  void rejectsAFrameIfMemoryRunsOutAndProcessesTheNext(String way) {
    process(ask("", "sharpen | hungry(way=%s)".formatted(way), 64, 48, 3));
    process(ask("", "sharpen | hungry(way=none)", 64, 48, 3));
    assertThat(rejects).extracting(Reject::code).containsExactly(ErrorCode.MEMORY_EXCEEDED);
    assertThat(rejects.get(0).message()).contains("none left for").contains("--task-memory");
    assertThat(results).hasSize(1);
  }

  @Test
  void startsAModelAgainAfterMemoryRanOut() {
    process(ask("s", "frame_difference | hungry(way=opencv)", 64, 48, 3));
    process(ask("s", "frame_difference | hungry(way=none)", 64, 48, 3));
    process(ask("s", "frame_difference | hungry(way=none)", 64, 48, 3));
    assertThat(results)
        .extracting(frame -> frame.processing().orElseThrow().warmingUp())
        .containsExactly(true, false);
  }

  /** Random chains on random pictures, some in bundles; the sink checks the account after each. */
  @Test
  void staysWithinTheLimitForAnyChainAndPicture() {
    Random random = new Random(11);
    List<String> ids =
        FilterRun.CATALOGUE.definitions().stream()
            .map(definition -> definition.id())
            .map(id -> id.equals("resize") ? "resize(width=900)" : id)
            .toList();
    overlapping = true;
    for (int i = 0; i < 60; i++) {
      FrameRecord[] bundle = new FrameRecord[1 + random.nextInt(4)];
      Arrays.setAll(bundle, j -> anyRequest(random, ids));
      process(bundle);
      assertThat(memory.held()).isBetween(0L, LIMIT);
      now.addAndGet(Duration.ofSeconds(7).toNanos());
      if (i % 4 == 3) {
        tidy();
      }
      assertThat(memory.held()).isBetween(0L, LIMIT);
    }
    processor.finish(sink);
    assertThat(results).hasSizeGreaterThan(100).isSortedAccordingTo(MemoryHeldTest::byOffset);
    assertThat(rejects).allSatisfy(r -> assertThat(r.code()).isNotEqualTo(ErrorCode.INTERNAL));
    now.addAndGet(ProgramCache.PIPELINE_IDLE.toNanos());
    tidy();
    tidy();
    assertThat(memory.held()).isZero();
  }

  private FrameRecord anyRequest(Random random, List<String> ids) {
    String chain =
        random
            .ints(1 + random.nextInt(4), 0, ids.size())
            .mapToObj(ids::get)
            .collect(Collectors.joining(" | "));
    int side = 16 << random.nextInt(7);
    String session = random.nextBoolean() ? "" : "s" + random.nextInt(6);
    int width = 16 + random.nextInt(side);
    int height = 16 + random.nextInt(side);
    return ask(session, chain, width, height, 1 + 2 * random.nextInt(2));
  }

  private static int byOffset(Frame a, Frame b) {
    return Long.compare(offset(a), offset(b));
  }

  private static long offset(Frame result) {
    return result.processing().orElseThrow().source().offset();
  }

  @Test
  void decodesNoPictureWhoseChainIsRefused() {
    process(ask("", "background_subtraction", 1500, 1500, 1));
    assertThat(rejects).singleElement().satisfies(this::isOutOfMemory);
    assertThat(memory.held()).isZero();
  }
}
