package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineIndexTest {

  private static final long T0 = 1_700_000_000_000L;
  private static final Instant LATER = Instant.ofEpochMilli(T0 + 1_000_000);

  private final PipelineIndex index = new PipelineIndex(100);
  private long offset;

  private static Pipeline revision(String id, String stream, int revision, long from) {
    return Pipeline.of(
        id,
        stream,
        Chain.parse("invert"),
        Accelerator.AUTO,
        Output.DEFAULT,
        revision,
        Instant.ofEpochMilli(from));
  }

  private PipelineRecord record(String key, PipelineTimeline timeline) {
    return new PipelineRecord(offset++, key, PipelineCodec.toBytes(timeline, false), T0);
  }

  private void put(String id, String stream) {
    index.follow(record(id, PipelineTimeline.startingWith(revision(id, stream, 1, T0))));
  }

  private void delete(String id, long at) {
    index.follow(new PipelineRecord(offset++, id, new byte[0], at));
  }

  private List<String> at(String stream, long millis) {
    return index.at(stream, Instant.ofEpochMilli(millis)).stream()
        .map(Pipeline::pipelineId)
        .toList();
  }

  @Test
  void findsThePipelinesOfAStreamInTheOrderOfTheirIds() {
    put("c", "cam");
    put("a", "cam");
    put("x", "other");
    put("b", "cam");
    assertThat(at("cam", T0)).containsExactly("a", "b", "c");
    assertThat(at("other", T0)).containsExactly("x");
    assertThat(at("nobody", T0)).isEmpty();
    assertThat(index.size()).isEqualTo(4);
  }

  @Test
  void findsAMovedPipelineForEachStreamInItsTime() {
    PipelineTimeline moved =
        PipelineTimeline.startingWith(revision("p", "old", 1, T0))
            .with(revision("p", "new", 2, T0 + 500));
    index.follow(record("p", moved));
    assertThat(at("old", T0 + 499)).containsExactly("p");
    assertThat(at("new", T0 + 499)).isEmpty();
    assertThat(at("old", T0 + 500)).isEmpty();
    assertThat(at("new", T0 + 500)).containsExactly("p");
    assertThat(index.size()).isEqualTo(1);
    assertThat(index.serves("p", "old", LATER)).isFalse();
    assertThat(index.serves("p", "new", Instant.ofEpochMilli(T0))).isTrue();
  }

  @Test
  void skipsAPipelineWhileItIsNotEnabled() {
    Pipeline on = revision("p", "cam", 1, T0);
    Pipeline off =
        new Pipeline(
            "p",
            "",
            "cam",
            on.chain(),
            on.accelerator(),
            on.output(),
            Map.of("site", "north"),
            false,
            false,
            2,
            on.createdAt(),
            Instant.ofEpochMilli(T0 + 100));
    PipelineTimeline timeline =
        PipelineTimeline.startingWith(on).with(off).with(revision("p", "cam", 3, T0 + 200));
    index.follow(record("p", timeline));
    assertThat(at("cam", T0 + 99)).containsExactly("p");
    assertThat(at("cam", T0 + 100)).isEmpty();
    assertThat(at("cam", T0 + 200)).containsExactly("p");
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void removesAPipelineFromAStreamIfItIsPutForAnother() {
    put("p", "old");
    put("p", "new");
    assertThat(at("old", T0)).isEmpty();
    assertThat(at("new", T0)).containsExactly("p");
  }

  @Test
  void findsADeletedPipelineUntilItsEndButDoesNotCountIt() {
    put("p", "cam");
    delete("p", T0 + 1000);
    long end = T0 + 1000 + PipelineTimeline.LEAD.toMillis();
    assertThat(at("cam", end - 1)).containsExactly("p");
    assertThat(at("cam", end)).isEmpty();
    assertThat(index.size()).isZero();
    index.forgetEndedBefore(Instant.ofEpochMilli(end + 1));
    assertThat(at("cam", end - 1)).isEmpty();
    assertThat(index.timelines()).isEmpty();
  }

  @Test
  void encodesEveryCurrentTimelineForACheckpoint() {
    put("p", "cam");
    put("q", "cam");
    byte[] unchanged = index.encoded().get("q");
    delete("p", T0);
    assertThat(index.encoded()).containsOnlyKeys("p", "q");
    assertThat(index.encoded().get("q")).isSameAs(unchanged);
    assertThat(PipelineCodec.fromBytes(index.encoded().get("p"), Instant.EPOCH))
        .isEqualTo(index.timelines().get("p"));
    index.forgetEndedBefore(LATER);
    assertThat(index.encoded()).containsOnlyKeys("q");
  }

  @Test
  void endsARestoredPipelineThatIsMissingFromTheTopic() {
    index.restore(
        "gone",
        PipelineCodec.toBytes(
            PipelineTimeline.startingWith(revision("gone", "cam", 1, T0)), false));
    PipelineRecord kept =
        record("kept", PipelineTimeline.startingWith(revision("kept", "cam", 1, T0)));
    index.load(new PipelineTopic.Content(List.of(kept), 7, T0 + 10));
    assertThat(at("cam", T0 + 9)).containsExactly("gone", "kept");
    assertThat(at("cam", T0 + 10)).containsExactly("kept");
    assertThat(index.size()).isEqualTo(1);
  }

  /** Compares the index with a scan of every timeline. */
  @Test
  void findsTheSamePipelinesAsAScanOfAll() {
    Random random = new Random(7);
    for (int i = 0; i < 3000; i++) {
      String id = "p" + random.nextInt(40);
      if (random.nextInt(5) == 0) {
        delete(id, T0 + random.nextInt(1000));
      } else {
        PipelineTimeline timeline =
            PipelineTimeline.startingWith(revision(id, "s" + random.nextInt(5), 1, T0))
                .with(revision(id, "s" + random.nextInt(5), 2, T0 + random.nextInt(1000)));
        index.follow(record(id, timeline));
      }
      String stream = "s" + random.nextInt(5);
      long time = T0 + random.nextInt(1500);
      assertThat(at(stream, time)).isEqualTo(scan(stream, Instant.ofEpochMilli(time)));
    }
    long live = index.timelines().values().stream().filter(t -> t.endsAt().isEmpty()).count();
    assertThat(index.size()).isEqualTo((int) live);
  }

  private List<String> scan(String stream, Instant time) {
    return index.timelines().values().stream()
        .flatMap(timeline -> timeline.at(time).stream())
        .filter(pipeline -> pipeline.streamId().equals(stream))
        .map(Pipeline::pipelineId)
        .sorted()
        .toList();
  }

  @Test
  void refusesPipelinesBeyondTheLimitButNoChangeOfKnownOnes() {
    IntStream.range(0, 101).forEach(i -> put("p" + i, "cam"));
    assertThat(at("cam", T0)).hasSize(100).doesNotContain("p100");
    assertThat(index.refused()).isEqualTo(1);
    put("p5", "other");
    assertThat(at("other", T0)).containsExactly("p5");
    assertThat(index.refused()).isEqualTo(1);
  }

  @Test
  void dropsAnEndedPipelineForANewOne() {
    IntStream.range(0, 100).forEach(i -> put("p" + i, "cam"));
    delete("p3", T0 - 1000);
    put("new", "cam");
    assertThat(at("cam", T0)).contains("new").doesNotContain("p3").hasSize(100);
    assertThat(index.refused()).isZero();
  }

  static Stream<PipelineRecord> hostile() {
    byte[] good =
        PipelineCodec.toBytes(PipelineTimeline.startingWith(revision("p", "cam", 1, T0)), false);
    byte[] garbage = new byte[4096];
    new Random(1).nextBytes(garbage);
    return Stream.of(
        new PipelineRecord(0, "", good, T0),
        new PipelineRecord(0, "x".repeat(5_000_000), good, T0),
        new PipelineRecord(0, "another", good, T0),
        new PipelineRecord(0, "p\u0000", good, T0),
        new PipelineRecord(0, "p", garbage, T0),
        new PipelineRecord(0, "p", new byte[PipelineIndex.MOST_BYTES + 1], T0),
        new PipelineRecord(0, "p", "\n\u0002\n".getBytes(StandardCharsets.UTF_8), T0),
        new PipelineRecord(0, "p", new byte[] {0}, Long.MAX_VALUE),
        new PipelineRecord(0, "", new byte[0], Long.MIN_VALUE));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("hostile")
  void ignoresAHostileRecord(PipelineRecord hostile) {
    put("kept", "cam");
    assertThat(
            index.follow(
                new PipelineRecord(
                    offset++,
                    hostile.pipelineId(),
                    hostile.timeline(),
                    hostile.appendedAtMillis())))
        .isEmpty();
    index.restore(hostile.pipelineId(), hostile.timeline());
    assertThat(index.timelines()).containsOnlyKeys("kept");
    assertThat(at("cam", T0)).containsExactly("kept");
  }

  /** A checkpoint could not be written if an end were outside the range of protobuf. */
  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
  void encodesTimesOutOfRange(long appendedAt) {
    put("p", "cam");
    delete("p", appendedAt);
    byte[] bytes = PipelineCodec.toBytes(index.timelines().get("p"), false);
    PipelineIndex restored = new PipelineIndex(1);
    restored.restore("p", bytes);
    assertThat(restored.timelines()).containsOnlyKeys("p");
  }

  @Test
  void keepsTheNewestOfThousandsOfRevisions() {
    io.darkroom.v1.PipelineTimeline.Builder many = io.darkroom.v1.PipelineTimeline.newBuilder();
    for (int i = 1; i <= 5000; i++) {
      many.addRevisions(PipelineCodec.toMessage(revision("p", "cam", i, T0 + i)));
    }
    index.follow(new PipelineRecord(offset++, "p", many.build().toByteArray(), T0));
    assertThat(index.timelines().get("p").revisions()).hasSize(64);
    assertThat(index.at("cam", LATER).get(0).revision()).isEqualTo(5000);
  }
}
