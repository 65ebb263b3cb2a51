package io.darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class CpuEngineTest {

  private final BrittleFilter brittle = new BrittleFilter();
  private final FilterCatalogue filters = withBrittle(brittle);
  private final Engine engine = new CpuEngine(filters);
  private final RecordedResults recorded = new RecordedResults();

  private static FilterCatalogue withBrittle(Filter brittle) {
    List<Filter> all = new ArrayList<>(List.of(brittle));
    ServiceLoader.load(Filter.class).forEach(all::add);
    return new FilterCatalogue(all);
  }

  private Program compile(String chain) {
    return engine.compile(new ChainValidator(filters.definitions()).validate(Chain.parse(chain)));
  }

  @Test
  void passesPicturesThroughAnEmptyChain() {
    Mat image = Picture.gradient(5, 4, 3).mat();
    try (Program program = compile("")) {
      program.run(List.of(image), recorded);
    }

    assertThat(recorded.images).containsExactly(image);
    assertThat(recorded.nanos.get(0)).isEmpty();
  }

  @Test
  void runsStepsInOrderOnEachPictureInOrder() {
    List<Picture> pictures =
        List.of(
            Picture.random(33, 7, 3, 1), Picture.random(64, 48, 1, 2), Picture.random(33, 7, 3, 3));
    String chain = "gaussian_blur(sigma=1) | invert | sobel | threshold | flip";
    try (Program program = compile(chain)) {
      program.run(pictures.stream().map(Picture::mat).toList(), recorded);
    }

    assertThat(recorded.indexes).containsExactly(0, 1, 2);
    for (int i = 0; i < pictures.size(); i++) {
      Picture expected = pictures.get(i);
      for (String step : chain.split(" \\| ")) {
        expected = FilterRun.apply(step, expected);
      }
      FilterRun.assertSame(recorded.pictures.get(i), expected);
    }
  }

  @Test
  void measuresTheTimeOfEveryFilter() {
    try (Program program = compile("gaussian_blur(sigma=20) | invert")) {
      program.run(List.of(Picture.random(640, 480, 3, 1).mat()), recorded);
    }

    assertThat(recorded.nanos.get(0)).hasSize(2);
    assertThat(recorded.nanos.get(0)[0]).isGreaterThan(recorded.nanos.get(0)[1]);
  }

  @Test
  void reusesItsBuffersFromPictureToPicture() {
    Mat image = Picture.random(64, 48, 3, 1).mat();
    try (Program program = compile("invert | flip | invert")) {
      program.run(List.of(image, image), recorded);
      program.run(List.of(image), recorded);
    }

    assertThat(recorded.addresses).hasSize(3).containsOnly(recorded.addresses.get(0));
  }

  @Test
  void failsOnlyThePictureThatAFilterCannotProcess() {
    Mat good = Picture.random(8, 8, 3, 1).mat();
    Mat bad = Picture.random(BrittleFilter.BREAKS_AT_WIDTH, 8, 3, 1).mat();
    try (Program program = compile("invert | brittle | flip")) {
      program.run(List.of(good, bad, good), recorded);
    }

    assertThat(recorded.indexes).containsExactly(0, 2);
    assertThat(recorded.failures.keySet()).containsExactly(1);
    DarkroomException failure = recorded.failures.get(1);
    assertThat(failure.code()).isEqualTo(ErrorCode.FILTER_FAILED);
    assertThat(failure)
        .hasMessageStartingWith("filter brittle: ")
        .hasMessageContaining("this breaks it")
        .hasMessageContaining("(expected: ");
  }

  @Test
  void reportsAnErrorOfOpenCvAsAFailedFilter() {
    Mat twoChannels = Picture.random(4, 4, 2, 1).mat();
    try (Program program = compile("grayscale")) {
      program.run(List.of(twoChannels, Picture.gradient(3, 3, 3).mat()), recorded);
    }

    assertThat(recorded.indexes).containsExactly(1);
    assertThat(recorded.failures.get(0).code()).isEqualTo(ErrorCode.FILTER_FAILED);
    assertThat(recorded.failures.get(0))
        .hasMessageStartingWith("filter grayscale: OpenCV")
        .hasCauseInstanceOf(RuntimeException.class);
  }

  @Test
  void keepsTheErrorCodeOfAFilter() {
    Mat flat = Picture.random(640, 4, 1, 1).mat();
    try (Program program = compile("resize(height=100)")) {
      program.run(List.of(flat), recorded);
    }

    assertThat(recorded.failures.get(0).code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
  }

  @Test
  void doesNotBlameAFilterForAFailedReceiver() {
    Mat image = Picture.random(4, 4, 1, 1).mat();
    RecordedResults broken =
        new RecordedResults() {
          @Override
          public void done(int index, Filtered result) {
            throw DarkroomException.invalid("sink", "sink: full");
          }
        };
    try (Program program = compile("invert")) {
      assertThatThrownBy(() -> program.run(List.of(image), broken)).hasMessage("sink: full");
    }
    assertThat(broken.failures).isEmpty();
  }

  @Test
  void refusesContradictoryArgumentsWhenCompiled() {
    assertThatThrownBy(() -> compile("gaussian_blur(kernel_size=6)"))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CHAIN));
  }

  @Test
  void closesEveryFormOfAClosedProgram() {
    Program program = compile("brittle | brittle");
    assertThat(brittle.open()).isEqualTo(2);

    program.close();
    program.close();

    assertThat(brittle.open()).isZero();
  }

  @Test
  void closesEarlierFormsIfALaterOneCannotBeCreated() {
    assertThatThrownBy(() -> compile("brittle | brittle(sound=false)"))
        .hasMessage("brittle: cannot be made");

    assertThat(brittle.open()).isZero();
  }
}
