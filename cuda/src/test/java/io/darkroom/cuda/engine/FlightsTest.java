package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.cuda.engine.Rig.Outcome;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Program;
import io.darkroom.engine.Program.Running;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests concurrent calls. The stand-in runs work as late as possible. Tests without faults also run
 * on a real GPU.
 */
class FlightsTest {

  private static final String BLUR = "gaussian_blur";
  private static final String EDGES = "brightness_contrast | canny | invert";
  private static final String MODEL = "background_subtraction";

  private final List<Mat> images = new ArrayList<>();
  private Optional<StandIn> standIn;
  private Rig rig;

  @BeforeEach
  void begin() {
    standIn = StandIn.unlessReal();
    rig = new Rig(standIn, FaultPolicy.CPU);
    standIn.ifPresent(pretended -> pretended.with("LAZY", 1));
  }

  private void simulate(String setting, long value) {
    assumeTrue(standIn.isPresent(), "only the stand-in can simulate this");
    standIn.get().with(setting, value);
  }

  @AfterEach
  void end() {
    rig.close();
    images.forEach(Mat::close);
    StandIn.renew();
  }

  /** A call and its results so far. */
  private final class Call {
    private final String chain;
    private final List<Picture> pictures;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Running running;

    Call(Program program, String chain, List<Picture> pictures) {
      this.chain = chain;
      this.pictures = pictures;
      List<Mat> mats = pictures.stream().map(Picture::mat).toList();
      images.addAll(mats);
      running = program.start(mats, Rig.listTo(outcomes));
    }

    List<Outcome> finish() {
      running.finish();
      return outcomes;
    }

    List<Outcome> assertSameAsOnTheCpu() {
      try (Program onCpu = Rig.compile(rig.cpu, chain)) {
        return Rig.assertEqual(finish(), Rig.run(onCpu, pictures), chain);
      }
    }
  }

  private Call blur(Program program, int seed, int width, int height) {
    return new Call(program, BLUR, List.of(Picture.random(width, height, 3, seed)));
  }

  /** Runs the program once, so that later calls allocate nothing. */
  private void warmUp(Program program) {
    blur(program, 0, 33, 7).finish();
  }

  @Test
  void submitsLaterCallsBeforeTheFirstIsDelivered() {
    try (Program program = Rig.compile(rig.gpu, BLUR)) {
      warmUp(program);
      double launches = rig.gauge("slot_launches_total");

      List<Call> calls = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        calls.add(blur(program, i, 33, 7));
      }

      assertThat(rig.gauge("slot_launches_total")).isEqualTo(launches + 3 * launches);
      assertThat(calls).allMatch(call -> call.outcomes.isEmpty());
      calls.get(1).assertSameAsOnTheCpu();
      assertThat(calls.get(0).outcomes).hasSize(1);
      assertThat(calls.get(2).outcomes).isEmpty();
      calls.forEach(Call::assertSameAsOnTheCpu);
    }
  }

  @Test
  void sharesTheRingAmongPrograms() {
    try (Program blur = Rig.compile(rig.gpu, BLUR);
        Program model = Rig.compile(rig.gpu, MODEL);
        Program onCpu = Rig.compile(rig.cpu, MODEL)) {
      List<Picture> frames = Rig.pictures(40, 33, 7, 3);
      List<Call> models = new ArrayList<>();
      List<Call> blurs = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        models.add(new Call(model, MODEL, frames.subList(2 * i, 2 * i + 2)));
        blurs.add(blur(blur, i, 33, 7));
        if (i > 1) {
          blurs.get(i - 2).assertSameAsOnTheCpu();
        }
      }
      List<Outcome> outcomes = models.stream().flatMap(call -> call.finish().stream()).toList();
      List<Outcome> expected = Rig.run(onCpu, frames);
      assertSame(outcomes, expected);
      assertThat(outcomes).noneMatch(Outcome::fellBack);
      blurs.forEach(Call::assertSameAsOnTheCpu);
    }
  }

  @Test
  void keepsCallsInProgressWhenAnotherNeedsMoreMemory() {
    try (Program program = Rig.compile(rig.gpu, BLUR)) {
      warmUp(program);
      Call small = blur(program, 1, 33, 7);
      Call large = blur(program, 2, 330, 270);
      Call smallAgain = blur(program, 3, 33, 7);

      List.of(small, large, smallAgain).forEach(Call::assertSameAsOnTheCpu);
    }
  }

  @Test
  void deliversCallsInProgressOnClose() {
    Program program = Rig.compile(rig.gpu, BLUR);
    warmUp(program);
    Call call = blur(program, 1, 33, 7);
    program.close();

    assertThat(call.outcomes).hasSize(1);
    call.assertSameAsOnTheCpu();
  }

  @Test
  void isolatesAFailedReceiver() {
    try (Program program = Rig.compile(rig.gpu, BLUR)) {
      warmUp(program);
      Call before = blur(program, 1, 33, 7);
      Running broken = program.start(List.of(images.get(0), images.get(0)), Rig.fullSink());
      Call after = blur(program, 2, 33, 7);
      after.assertSameAsOnTheCpu();

      assertThatThrownBy(broken::finish).hasMessage("sink: full");
      before.assertSameAsOnTheCpu();
      blur(program, 3, 33, 7).assertSameAsOnTheCpu();
    }
  }

  @Test
  void keepsAModelWhenAnotherChainIsRefused() {
    try (Program blur = Rig.compile(rig.gpu, BLUR);
        Program model = Rig.compile(rig.gpu, MODEL);
        Program onCpu = Rig.compile(rig.cpu, MODEL)) {
      warmUp(blur);
      List<Picture> frames = Rig.pictures(12, 33, 7, 3);
      List<Outcome> outcomes =
          new ArrayList<>(new Call(model, MODEL, frames.subList(0, 4)).finish());
      simulate("REFUSE_LAUNCH", 701);
      Call refused = blur(blur, 1, 33, 7);
      simulate("REFUSE_LAUNCH", 0);
      Call under = new Call(model, MODEL, frames.subList(4, 8));

      assertThat(refused.assertSameAsOnTheCpu()).allMatch(Outcome::fellBack);
      outcomes.addAll(under.finish());
      outcomes.addAll(new Call(model, MODEL, frames.subList(8, 12)).finish());
      assertThat(outcomes).noneMatch(Outcome::fellBack);
      List<Outcome> expected = Rig.run(onCpu, frames);
      assertSame(outcomes, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsTheCpuForAnyOrderOfCalls(long seed) {
    Random random = new Random(seed);
    try (Program blur = Rig.compile(rig.gpu, BLUR);
        Program edges = Rig.compile(rig.gpu, EDGES)) {
      List<Call> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        if (standIn.isPresent() && random.nextInt(10) == 0) {
          simulate("FAIL_ALLOCATION", 1 + random.nextInt(8));
        }
        boolean blurs = random.nextBoolean();
        int side = 1 + random.nextInt(40) * (1 + random.nextInt(3));
        List<Picture> pictures = Rig.pictures(1 + random.nextInt(5), side, side, 3);
        calls.add(new Call(blurs ? blur : edges, blurs ? BLUR : EDGES, pictures));
        if (random.nextInt(3) == 0) {
          calls.get(random.nextInt(calls.size())).finish();
        }
      }
      calls.forEach(Call::assertSameAsOnTheCpu);
    }
    rig.closeAndAssertNothingHeld();
    rig = new Rig(standIn, FaultPolicy.CPU);
  }

  @Test
  void repeatsCallsInProgressOnTheCpuInOrderAfterAFault() {
    for (int nth = 1; nth <= 12; nth++) {
      simulate("FAIL_LAUNCH", nth);
      try (Program blur = Rig.compile(rig.gpu, BLUR);
          Program model = Rig.compile(rig.gpu, MODEL)) {
        List<Picture> frames = Rig.pictures(12, 33, 7, 3);
        List<Call> models = new ArrayList<>();
        List<Call> blurs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          models.add(new Call(model, MODEL, frames.subList(2 * i, 2 * i + 2)));
          blurs.add(blur(blur, i, 33, 7));
        }
        blurs.forEach(Call::assertSameAsOnTheCpu);
        List<Outcome> outcomes = models.stream().flatMap(call -> call.finish().stream()).toList();
        assertModelRestartsOnTheCpu(outcomes, frames);
      }
      assertThat(rig.fallbacks("device_lost")).isPositive();
      rig.close();
      StandIn.renew();
      begin();
    }
  }

  /** Asserts the same pictures, and models with the same number of learnt frames. */
  private static void assertSame(List<Outcome> outcomes, List<Outcome> expected) {
    assertThat(outcomes).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(outcomes.get(i).picture().bytes()).isEqualTo(expected.get(i).picture().bytes());
      assertThat(outcomes.get(i).warmingUp()).isEqualTo(expected.get(i).warmingUp());
    }
  }

  private void assertModelRestartsOnTheCpu(List<Outcome> outcomes, List<Picture> frames) {
    assertThat(outcomes).hasSameSizeAs(frames);
    int moved = (int) outcomes.stream().takeWhile(t -> !t.fellBack()).count();
    try (Program onCpu = Rig.compile(rig.cpu, MODEL)) {
      List<Outcome> expected = Rig.run(onCpu, frames.subList(moved, frames.size()));
      List<Outcome> onTheCpu = outcomes.subList(moved, outcomes.size());
      assertSame(onTheCpu, expected);
      assertThat(onTheCpu).allMatch(Outcome::fellBack);
    }
  }
}
