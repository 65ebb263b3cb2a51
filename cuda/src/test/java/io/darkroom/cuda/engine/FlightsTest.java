package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.cuda.engine.Rig.Told;
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
 * Calls that are under way at the same time. The stand-in does nothing before it has to; what needs
 * no fault runs on a real GPU too.
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

  private void pretend(String setting, long value) {
    assumeTrue(standIn.isPresent(), "the stand-in can pretend this, a real GPU cannot");
    standIn.get().with(setting, value);
  }

  @AfterEach
  void end() {
    rig.close();
    images.forEach(Mat::close);
    StandIn.renew();
  }

  /** A call, and what was told of it so far. */
  private final class Call {
    private final String chain;
    private final List<Picture> pictures;
    private final List<Told> told = new ArrayList<>();
    private final Running running;

    Call(Program program, String chain, List<Picture> pictures) {
      this.chain = chain;
      this.pictures = pictures;
      List<Mat> mats = pictures.stream().map(Picture::mat).toList();
      images.addAll(mats);
      running = program.start(mats, Rig.listTo(told));
    }

    List<Told> finish() {
      running.finish();
      return told;
    }

    List<Told> assertSameAsOnTheCpu() {
      try (Program onCpu = Rig.compile(rig.cpu, chain)) {
        return Rig.assertEqual(finish(), Rig.run(onCpu, pictures), chain);
      }
    }
  }

  private Call blur(Program program, int seed, int width, int height) {
    return new Call(program, BLUR, List.of(Picture.random(width, height, 3, seed)));
  }

  /** So that the next calls need nothing that is not there yet. */
  private void warmUp(Program program) {
    blur(program, 0, 33, 7).finish();
  }

  @Test
  void theNextCallsAreSubmittedBeforeTheFirstIsDelivered() {
    try (Program program = Rig.compile(rig.gpu, BLUR)) {
      warmUp(program);
      double launches = rig.gauge("slot_launches_total");

      List<Call> calls = new ArrayList<>();
      for (int i = 1; i <= 5; i++) {
        calls.add(blur(program, i, 33, 7));
      }

      assertThat(rig.gauge("slot_launches_total")).isEqualTo(launches + 3 * launches);
      assertThat(calls).allMatch(call -> call.told.isEmpty());
      calls.get(1).assertSameAsOnTheCpu();
      assertThat(calls.get(0).told).hasSize(1);
      assertThat(calls.get(2).told).isEmpty();
      calls.forEach(Call::assertSameAsOnTheCpu);
    }
  }

  @Test
  void callsOfManyProgramsShareTheRing() {
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
      List<Told> told = models.stream().flatMap(call -> call.finish().stream()).toList();
      List<Told> expected = Rig.run(onCpu, frames);
      assertSame(told, expected);
      assertThat(told).noneMatch(Told::fellBack);
      blurs.forEach(Call::assertSameAsOnTheCpu);
    }
  }

  @Test
  void aCallThatNeedsMoreMemoryLeavesThoseUnderWayAsTheyAre() {
    try (Program program = Rig.compile(rig.gpu, BLUR)) {
      warmUp(program);
      Call small = blur(program, 1, 33, 7);
      Call large = blur(program, 2, 330, 270);
      Call smallAgain = blur(program, 3, 33, 7);

      List.of(small, large, smallAgain).forEach(Call::assertSameAsOnTheCpu);
    }
  }

  @Test
  void aProgramThatIsClosedTellsWhatItHadUnderWay() {
    Program program = Rig.compile(rig.gpu, BLUR);
    warmUp(program);
    Call call = blur(program, 1, 33, 7);
    program.close();

    assertThat(call.told).hasSize(1);
    call.assertSameAsOnTheCpu();
  }

  @Test
  void aReceiverThatFailsHarmsNoOtherCall() {
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
  void aModelStaysWhereAnotherChainIsRefused() {
    try (Program blur = Rig.compile(rig.gpu, BLUR);
        Program model = Rig.compile(rig.gpu, MODEL);
        Program onCpu = Rig.compile(rig.cpu, MODEL)) {
      warmUp(blur);
      List<Picture> frames = Rig.pictures(12, 33, 7, 3);
      List<Told> told = new ArrayList<>(new Call(model, MODEL, frames.subList(0, 4)).finish());
      pretend("REFUSE_LAUNCH", 701);
      Call refused = blur(blur, 1, 33, 7);
      pretend("REFUSE_LAUNCH", 0);
      Call under = new Call(model, MODEL, frames.subList(4, 8));

      assertThat(refused.assertSameAsOnTheCpu()).allMatch(Told::fellBack);
      told.addAll(under.finish());
      told.addAll(new Call(model, MODEL, frames.subList(8, 12)).finish());
      assertThat(told).noneMatch(Told::fellBack);
      List<Told> expected = Rig.run(onCpu, frames);
      assertSame(told, expected);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyOrderOfCallsGivesWhatTheCpuGives(long seed) {
    Random random = new Random(seed);
    try (Program blur = Rig.compile(rig.gpu, BLUR);
        Program edges = Rig.compile(rig.gpu, EDGES)) {
      List<Call> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        if (standIn.isPresent() && random.nextInt(10) == 0) {
          pretend("FAIL_ALLOCATION", 1 + random.nextInt(8));
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
  void whateverAFaultFindsUnderWayIsRedoneOnTheCpuInOrder() {
    for (int nth = 1; nth <= 12; nth++) {
      pretend("FAIL_LAUNCH", nth);
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
        List<Told> told = models.stream().flatMap(call -> call.finish().stream()).toList();
        assertModelBeginsAnewOnTheCpu(told, frames);
      }
      assertThat(rig.fallbacks("device_lost")).isPositive();
      rig.close();
      StandIn.renew();
      begin();
    }
  }

  /** The same pictures, of models that have learned from as many. */
  private static void assertSame(List<Told> told, List<Told> expected) {
    assertThat(told).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(told.get(i).picture().bytes()).isEqualTo(expected.get(i).picture().bytes());
      assertThat(told.get(i).warmingUp()).isEqualTo(expected.get(i).warmingUp());
    }
  }

  private void assertModelBeginsAnewOnTheCpu(List<Told> told, List<Picture> frames) {
    assertThat(told).hasSameSizeAs(frames);
    int moved = (int) told.stream().takeWhile(t -> !t.fellBack()).count();
    try (Program onCpu = Rig.compile(rig.cpu, MODEL)) {
      List<Told> expected = Rig.run(onCpu, frames.subList(moved, frames.size()));
      List<Told> onTheCpu = told.subList(moved, told.size());
      assertSame(onTheCpu, expected);
      assertThat(onTheCpu).allMatch(Told::fellBack);
    }
  }
}
